/**
 * What was drawn: a kind ("point", "linestring", "polygon") and its corners, as GeoJSON once it
 * has enough of them. A line or area with fewer is shown as what it is so far.
 */
export const NEEDS = { point: 1, linestring: 2, polygon: 3 };

export class Shape {
  constructor(kind = "point", corners = []) {
    this.kind = kind;
    this.corners = corners;
  }

  static read(text) {
    try {
      const { type, coordinates } = JSON.parse(text);
      if (type === "Point") return new Shape("point", [coordinates]);
      if (type === "LineString") return new Shape("linestring", coordinates);
      if (type === "Polygon") return new Shape("polygon", coordinates[0].slice(0, -1));
    } catch {
      // An empty field: nothing drawn yet.
    }
    return new Shape();
  }

  add(corner) {
    this.corners = this.kind === "point" ? [corner] : [...this.corners, corner];
  }

  undo() {
    this.corners = this.corners.slice(0, -1);
  }

  get complete() {
    return this.corners.length >= NEEDS[this.kind];
  }

  get geojson() {
    if (!this.complete) return null;
    if (this.kind === "point") return { type: "Point", coordinates: this.corners[0] };
    if (this.kind === "linestring") return { type: "LineString", coordinates: this.corners };
    return { type: "Polygon", coordinates: [[...this.corners, this.corners[0]]] };
  }

  /** What to show while there are too few corners: the corners as points. */
  get sketch() {
    return this.complete
      ? [this.geojson]
      : this.corners.map((spot) => ({ type: "Point", coordinates: spot }));
  }
}

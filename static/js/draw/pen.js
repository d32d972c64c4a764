/** Terra Draw on our map: a pointer draws a shape, a shape is shown. Its globals come by script tags. */
import { edit } from "../palette.js";

const DIGITS = 6;

/** finished(corners): a shape is done. sketching(corners): so far set of one that is not. */
export function pen(map, { finished, sketching }) {
  const {
    TerraDraw,
    TerraDrawLineStringMode,
    TerraDrawModeUndoRedo,
    TerraDrawPointMode,
    TerraDrawPolygonMode,
  } = window.terraDraw;
  const { TerraDrawMapLibreGLAdapter } = window.terraDrawMaplibreGlAdapter;
  const lines = { lineStringColor: edit, lineStringWidth: 4, closingPointColor: edit, closingPointWidth: 8 };
  const area = {
    fillColor: edit,
    fillOpacity: 0.25,
    outlineColor: edit,
    outlineWidth: 3,
    closingPointColor: edit,
    closingPointWidth: 8,
  };
  const spot = { pointColor: edit, pointWidth: 9, pointOutlineColor: "#ffffff", pointOutlineWidth: 3 };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DIGITS }),
    modes: [
      new TerraDrawPointMode({ styles: spot }),
      new TerraDrawLineStringMode({ styles: lines }),
      new TerraDrawPolygonMode({ styles: area }),
    ],
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
  });
  draw.start();
  let open = false;

  draw.on("finish", (id) => {
    const feature = draw.getSnapshot().find((one) => one.id === id);
    if (!feature) return;
    open = false;
    const { type, coordinates } = feature.geometry;
    const corners =
      type === "Point" ? [coordinates] : type === "Polygon" ? coordinates[0].slice(0, -1) : coordinates;
    finished(corners);
  });

  draw.on("change", () => {
    const feature = draw.getSnapshot().find((one) => one.properties.currentlyDrawing);
    if (!feature && !open) return;
    open = Boolean(feature);
    if (!feature) return sketching([]);
    // The last ones of a shape in the making go with the pointer.
    const { geometry, properties } = feature;
    if (geometry.type === "LineString") return sketching(geometry.coordinates.slice(0, -1));
    sketching(geometry.coordinates[0].slice(0, properties.committedCoordinateCount ?? 0));
  });

  return {
    mode: (kind) => draw.setMode(kind),
    /** Take back the last corner of an unfinished shape; false when nothing is unfinished. */
    undo: () => draw.canUndo() && draw.undo(),
    show(shape) {
      open = false;
      draw.clear();
      const mode = { Point: "point", LineString: "linestring", Polygon: "polygon" };
      draw.addFeatures(
        shape.sketch.map((geometry) => ({
          type: "Feature",
          geometry,
          properties: { mode: mode[geometry.type] },
        })),
      );
    },
  };
}

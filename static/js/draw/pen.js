/** Terra Draw on our map: a pointer draws a shape, a shape is shown. Its globals come by script tags. */
import { edit } from "../palette.js";

const DIGITS = 6;

export function pen(map, finished) {
  const { TerraDraw, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPointMode, TerraDrawPolygonMode } =
    window.terraDraw;
  const { TerraDrawMapLibreGLAdapter } = window.terraDrawMaplibreGlAdapter;
  const lines = { lineStringColor: edit, lineStringWidth: 4, closingPointColor: edit, closingPointWidth: 8 };
  const area = { fillColor: edit, fillOpacity: 0.25, outlineColor: edit, outlineWidth: 3, closingPointColor: edit, closingPointWidth: 8 };
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

  draw.on("finish", (id) => {
    const feature = draw.getSnapshot().find((one) => one.id === id);
    if (!feature) return;
    const { type, coordinates } = feature.geometry;
    const corners = type === "Point" ? [coordinates] : type === "Polygon" ? coordinates[0].slice(0, -1) : coordinates;
    finished(corners);
  });

  return {
    mode: (kind) => draw.setMode(kind),
    /** Take back the last corner of an unfinished shape; false when nothing is unfinished. */
    undo: () => draw.canUndo() && draw.undo(),
    show(shape) {
      draw.clear();
      const mode = { Point: "point", LineString: "linestring", Polygon: "polygon" };
      draw.addFeatures(shape.sketch.map((geometry) => ({
        type: "Feature",
        geometry,
        properties: { mode: mode[geometry.type] },
      })));
    },
  };
}

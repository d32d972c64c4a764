// The report's map in one file: draws what stands in the page as JSON. Words go in as text only.
(() => {
  const { map: name, base, cells } = JSON.parse(document.getElementById("drawn").textContent);
  const map = window[name];

  const paragraph = (tag, words, parent) => {
    const made = parent.appendChild(document.createElement(tag));
    made.textContent = words;
    return made;
  };

  const told = (cell) => () => {
    const box = document.createElement("div");
    paragraph("b", cell.people, box);
    paragraph("span", `: ${cell.counts}`, box);
    for (const [words, who] of cell.said) {
      const quote = paragraph("blockquote", words, box);
      paragraph("small", who, quote.appendChild(document.createElement("div")));
    }
    return box;
  };

  for (const { kind, style } of base.styles) {
    const features = base.features.filter((one) => one.properties.kind === kind);
    L.geoJSON({ type: "FeatureCollection", features }, { style }).addTo(map);
  }
  for (const cell of cells) {
    L.polygon(cell.ring, cell.style).bindPopup(told(cell), { maxWidth: 320 }).addTo(map);
  }
})();

// Shortens the texts of byte maps to their cells, which are narrow on a phone. The <title> of a cell has the whole text.
const abiFit = (() => {
  const margin = 12;  // the space to the left and to the right of a text, in pixels
  const enough = 800;  // in a map of this width, all texts fit (abi-check/report/bytemap.cpp)
  const whole = new WeakMap();  // the text of a node before it was cut

  // Behind an arrow's number, only what follows it is cut.
  const textOf = (element) => (element.lastChild.nodeType === Node.TEXT_NODE ? element.lastChild : element.lastChild.firstChild);

  // Measures all texts before it changes one, so that the browser lays the map out once.
  const fit = (map) => {
    const width = map.getBoundingClientRect().width;
    if (width === 0 || (width >= enough && !map.classList.contains("cut"))) return;
    map.classList.add("cut");
    const texts = [];
    for (const cell of map.querySelectorAll(".cell")) {
      const room = (Number.parseFloat(cell.getAttribute("width")) / 100) * width - margin;
      for (const element of cell.querySelectorAll("text")) {
        if (element.lastChild === null) continue;
        const node = textOf(element);
        if (!whole.has(node)) whole.set(node, node.data);
        node.data = whole.get(node);
        texts.push({ element, node, room });
      }
    }
    const lengths = texts.map(({ element }) => element.getComputedTextLength());
    texts.forEach(({ element, node, room }, index) => {
      if (lengths[index] <= room) return;
      const own = [...node.data];
      const all = [...element.textContent].length;
      const most = Math.floor((all * room) / lengths[index]) - (all - own.length);
      node.data = most < 1 ? "" : `${own.slice(0, most - 1).join("")}…`;
    });
  };

  const observer = new ResizeObserver((entries) => {
    for (const one of entries) fit(one.target.querySelector(".map"));
  });
  const watch = (map) => observer.observe(map.parentElement);
  for (const map of document.querySelectorAll(".map-frame > .map")) watch(map);
  return { watch };
})();

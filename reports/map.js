// Makes the table and the byte map of a record when its line is opened. The page has the fields as text in <noscript>, and
// the tiles in `data-map` (abi-check/report/page_rows.cpp). The map looks like those of abi-check/report/bytemap.cpp.
const abiMap = (() => {
  const ruler = 17, strip = 38, gap = 12, skip = 26, mostRows = 96;
  const kinds = { f: "field", p: "declared", i: "implicit", u: "unknown" };

  const svg = (name, attributes, parent, text) => {
    const made = document.createElementNS(document.querySelector("svg").namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    parent?.append(made);
    return made;
  };

  // "32f 32p 64f3.4" as tiles: {begin, end, kind, fields}. "256" is the size in bits of a record whose fields are its
  // tiles; the table has their offsets in bytes.
  const read = (words, fields) => {
    if (/^\d+$/.test(words)) {
      return fields.map((field, index) => ({
        begin: field.offset * 8,
        end: index + 1 < fields.length ? fields[index + 1].offset * 8 : Number(words),
        kind: field.isPadding ? "p" : "f",
        fields: [index],
      }));
    }
    let at = 0, next = 0;
    return words.split(" ").filter(Boolean).map((word) => {
      const [, width, kind, names] = /^(\d+)([fpiu])(.*)$/.exec(word);
      const fields = names !== "" ? names.split(".").map(Number) : kind === "f" || kind === "p" ? [next] : [];
      if (fields.length > 0) next = fields.at(-1) + 1;
      const begin = at;
      at += Number(width);
      return { begin, end: at, kind, fields };
    });
  };

  const size = (bits) => {
    const [count, noun] = bits % 8 === 0 ? [bits / 8, "byte"] : [bits, "bit"];
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
  };

  const cut = (text, bits, rowBits) => {
    const most = Math.floor(((bits / rowBits) * 800 - 12) / 7.6);
    return most < 1 ? "" : text.length > most ? `${text.slice(0, most - 1)}…` : text;
  };

  const cell = (parent, tile, fields, rowBegin, rowBits) => {
    const begin = Math.max(tile.begin, rowBegin), end = Math.min(tile.end, rowBegin + rowBits);
    const begins = begin === tile.begin, ends = end === tile.end;
    const edges = begins && ends ? "" : begins ? " b" : ends ? " e" : " m";
    const own = tile.fields.map((index) => fields[index]);
    const hue = own.length === 0 ? 0 : own[0].hue;
    let name = own.map((field) => field.name).join(" | ");
    if (tile.kind === "i") name = "! implicit padding";
    if (tile.kind === "u") name = "unknown";
    const type = own.length === 1 ? own[0].type : own.length === 0 ? size(tile.end - tile.begin) : "union";
    const made = svg("svg", {
      class: `cell ${kinds[tile.kind]} h${hue}${edges}`,
      x: `${((begin - rowBegin) * 100) / rowBits}%`,
      width: `${((end - begin) * 100) / rowBits}%`,
    }, parent);
    const offset = tile.begin % 8 === 0 ? tile.begin / 8 : `${Math.floor(tile.begin / 8)}.${tile.begin % 8}`;
    svg("title", {}, made, `${name}: ${type}, ${size(tile.end - tile.begin)} at offset ${offset}`);
    svg("rect", {}, made);
    const shown = cut(begins ? name : `… ${name}`, end - begin, rowBits);
    if (shown !== "") svg("text", {}, made, shown);
    if (begins && shown !== "" && cut(type, end - begin, rowBits) === type) svg("text", {}, made, type);
  };

  const draw = (table) => {
    let hue = 0;
    const fields = [...table.rows].map((row) => {
      const isPadding = /^padding/.test(row.cells[3]?.textContent ?? "");
      const made = {
        name: row.cells[0].textContent, type: row.cells[1].textContent, offset: Number(row.cells[2].textContent), isPadding, hue,
      };
      if (!isPadding) hue = (hue + 1) % 6;
      return made;
    });
    const tiles = read(table.dataset.map, fields);
    if (tiles.length === 0) return null;
    const total = tiles.at(-1).end;
    const rowBits = total <= 32 ? 32 : total <= 512 ? 64 : 128;
    const map = svg("svg", { class: "map", width: "100%", role: "img", "aria-label": "Byte map. The table says the same in words." });
    // Rows in which a tile begins or ends. Those between two of them look the same.
    const rows = new Set();
    for (const tile of tiles) {
      rows.add(Math.floor(tile.begin / rowBits));
      if (tile.end % rowBits !== 0) rows.add(Math.floor(tile.end / rowBits));
    }
    let y = 0, next = 0;
    const elide = (to, why) => {
      if (to <= next) return;
      const count = to - next;
      svg("text", { class: "skip", x: 8, y: y + 12 }, map, `⋮ ${count} more row${count === 1 ? "" : "s"} of ${rowBits / 8} bytes ${why}`);
      y += skip;
    };
    for (const row of [...rows].sort((a, b) => a - b).slice(0, mostRows)) {
      elide(row, "go on like this");
      const begin = row * rowBits, bytes = Math.min(rowBits, total - begin) / 8, step = begin / 8 + bytes > 1000 ? 4 : Math.max(rowBits / 64, 1);
      const numbers = svg("text", { class: "o", y: y + 12 }, map);
      for (let i = 0; i < bytes; i += step) svg("tspan", { x: `${(i * 800) / rowBits}%` }, numbers, begin / 8 + i);
      y += ruler;
      const line = svg("svg", { y, height: strip }, map);
      for (const tile of tiles) if (tile.end > begin && tile.begin < begin + rowBits) cell(line, tile, fields, begin, rowBits);
      y += strip + gap;
      next = row + 1;
    }
    elide(Math.ceil(total / rowBits), rows.size > mostRows ? "are not drawn" : "go on like this");
    map.setAttribute("height", y);
    return map;
  };

  // In a long list, the place of a declaration is text: "src/a.h:12". The section has the template of its address.
  const link = (row) => {
    const template = row.closest("[data-address]")?.dataset.address;
    if (template === undefined) return;
    for (const code of row.querySelectorAll("p:first-child > code")) {
      const [, path, line] = /^(.*?)(?::(\d+))?$/s.exec(code.textContent);
      if (/^(\/|\(|<|\.\.\/|$)/.test(path)) continue;
      const made = document.createElement("a");
      const values = { path: path.replace(/^\.\//, "").split("/").map(encodeURIComponent).join("/"), line: line ?? "1" };
      made.href = template.replace(/\{(path|line)\}/g, (_, name) => values[name]);
      made.textContent = code.textContent;
      code.replaceWith(made);
    }
  };

  // Puts the content of a line into the page, once.
  return (row) => {
    const text = row.querySelector("noscript");
    if (text !== null) {
      const content = document.createElement("div");
      content.innerHTML = text.textContent;
      text.replaceWith(content);
      link(content);
    }
    for (const table of row.querySelectorAll("table[data-map]")) {
      const map = draw(table);
      table.removeAttribute("data-map");
      if (map === null) continue;
      const frame = document.createElement("div");
      frame.className = "map-frame lone";
      frame.append(map);
      table.before(frame);
      abiFit.watch(map);
    }
  };
})();

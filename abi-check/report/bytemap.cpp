#include "report/bytemap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/words.h"
#include "report/words.h"

namespace abi {
namespace {

// Heights in CSS pixels; widths are percentages, so that a map fits a phone and a screen alike.
constexpr unsigned ruler_height = 17;
constexpr unsigned strip_height = 38;
constexpr unsigned strip_gap = 3;
constexpr unsigned row_gap = 12;
constexpr unsigned elision_height = 26;

/// A name is cut for a map of about this width; on a narrower one the cell clips it.
constexpr double assumed_width = 800;
constexpr double character_width = 7.6;

struct Side {
    const Strip* strip = nullptr;
    std::vector<Tile> tiles;
    std::uint64_t size_bits = 0;
};

struct Drawing {
    std::vector<Side> sides;
    std::uint64_t row_bits = 0;
    std::uint64_t size_bits = 0;  // of the longest side
    std::size_t cells = 0;
    unsigned y = 0;
    Html svg;
};

bool diverges(const Side& side, const Tile& one) {
    return std::ranges::any_of(one.fields, [&](std::size_t f) { return side.strip->fields[f].diverges; });
}

/// "raw | parts", "a | b | c | 97 more".
std::string names_of(const Side& side, const Tile& one) {
    constexpr std::size_t most = 4;
    std::string text = join(one.fields | std::views::take(most), " | ", [&](std::size_t index) {
        const std::string& name = side.strip->record->fields[index].name;
        return name.empty() ? "(unnamed)" : name;
    });
    if (one.fields.size() > most) text += fmt::format(" | {} more", one.fields.size() - most);
    return text;
}

std::string span_words(std::uint64_t begin_bits, std::uint64_t end_bits) {
    return fmt::format("{} at offset {}", size_text(end_bits - begin_bits), offset_words(begin_bits));
}

std::string title(const Side& side, const Tile& one) {
    std::string text = side.strip->label + ": ";
    switch (one.kind) {
    case TileKind::implicit_padding:
        return text + "implicit padding that no field names, " + span_words(one.begin_bits, one.end_bits);
    case TileKind::unknown: return text + "unknown, " + span_words(one.begin_bits, one.end_bits);
    case TileKind::field:
    case TileKind::declared_padding: break;
    }
    text += names_of(side, one);
    if (one.fields.size() == 1) {
        const Field& field = side.strip->record->fields[one.fields[0]];
        const std::string& status = side.strip->fields[one.fields[0]].status;
        text += ": " + type_text(field) + ", " + span_words(field.offset_bits, field.offset_bits + size_bits(field));
        if (one.kind == TileKind::declared_padding) text += ", declared padding";
        if (!status.empty()) text += " — " + status;
    } else {
        text += ": overlapping, " + span_words(one.begin_bits, one.end_bits);
    }
    return text;
}

std::string type_of(const Side& side, const Tile& one) {
    if (one.fields.size() != 1) return one.fields.empty() ? size_text(one.end_bits - one.begin_bits) : "union";
    return type_text(side.strip->record->fields[one.fields[0]]);
}

/// Cut to what fits into `bits` of a row; empty when not even one character does.
std::string cut(const Drawing& d, const std::string& text, std::uint64_t bits) {
    const double pixels = static_cast<double>(bits) / static_cast<double>(d.row_bits) * assumed_width - 12;
    if (pixels < character_width) return "";
    const auto most = static_cast<std::size_t>(pixels / character_width);
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
        if (seen++ == most) return most == 1 ? text.substr(0, at) : text.substr(0, at) + "…";
    }
    return text;
}

std::string percent(const Drawing& d, std::uint64_t bits) {
    return fmt::format("{:.4g}%", static_cast<double>(bits) * 100 / static_cast<double>(d.row_bits));
}

/// The rectangle reaches past the cell where the field goes on, so that its outline has no edge there.
HtmlLiteral rectangle(bool begins, bool ends) {
    if (begins && ends) return R"(<rect width="100%" height="38" rx="4"/>)";
    if (begins) return R"(<rect width="200%" height="38" rx="4"/>)";
    if (ends) return R"(<rect x="-100%" width="200%" height="38" rx="4"/>)";
    return R"(<rect x="-50%" width="200%" height="38"/>)";
}

void draw_cell(Drawing& d, const Side& side, const Tile& one, std::uint64_t row_begin, unsigned y) {
    constexpr std::array classes{"field", "declared", "implicit", "unknown"};
    const std::uint64_t begin = std::max(one.begin_bits, row_begin);
    const std::uint64_t end = std::min(one.end_bits, row_begin + d.row_bits);
    const bool bad = diverges(side, one);
    const bool begins = begin == one.begin_bits;
    const unsigned hue = one.fields.empty() ? 0 : side.strip->fields[one.fields[0]].hue;
    std::string name;
    std::string type;
    if (one.kind == TileKind::implicit_padding) {
        name = "implicit padding";
    } else {
        name = one.kind == TileKind::unknown ? "unknown" : names_of(side, one);
    }
    if (bad || one.kind == TileKind::implicit_padding) name.insert(0, bad ? "≠ " : "! ");
    if (begins) {
        type = type_of(side, one);
    } else {
        name.insert(0, "… ");
    }
    ++d.cells;
    d.svg.add(
        R"(<svg class="cell {} h{}{}" data-bits="{}-{}" x="{}" y="{}" width="{}" height="38"><title>{}</title>{})",
        classes[static_cast<std::size_t>(one.kind)], hue, bad ? " bad" : "", begin, end, percent(d, begin - row_begin),
        y, percent(d, end - begin), title(side, one), rectangle(begins, end == one.end_bits));
    if (const std::string text = cut(d, name, end - begin); !text.empty()) {
        d.svg.add(R"(<text class="n" x="8" y="{}">{}</text>)", type.empty() ? 23 : 17, text);
    }
    if (const std::string text = cut(d, type, end - begin); !text.empty() && text == type) {
        d.svg.add(R"(<text class="t" x="8" y="31">{}</text>)", text);
    }
    d.svg += "</svg>";
}

void draw_ruler(Drawing& d, std::uint64_t row_begin) {
    const std::uint64_t first = row_begin / 8;
    const std::uint64_t bytes = std::min(d.row_bits, d.size_bits - row_begin) / 8;
    const std::uint64_t step = first + bytes > 1000 ? 4 : std::max<std::uint64_t>(d.row_bits / 64, 1);
    for (std::uint64_t i = 0; i < bytes; i += step) {
        d.svg.add(R"(<text class="o{}" x="{}" dx="2" y="{}">{}</text>)", i == 0 ? " first" : "", percent(d, i * 8),
                  d.y + 12, first + i);
    }
    d.y += ruler_height;
}

void draw_row(Drawing& d, std::uint64_t row) {
    const std::uint64_t begin = row * d.row_bits;
    draw_ruler(d, begin);
    for (const auto& side : d.sides) {
        d.svg.add(R"(<text class="who" x="-10" y="{}">{}</text>)", d.y + 23, side.strip->label);
        auto at = std::ranges::upper_bound(side.tiles, begin, {}, &Tile::end_bits);
        for (; at != side.tiles.end() && at->begin_bits < begin + d.row_bits; ++at) draw_cell(d, side, *at, begin, d.y);
        const std::uint64_t from = std::clamp(side.size_bits, begin, begin + d.row_bits);
        const std::uint64_t to = std::min(begin + d.row_bits, d.size_bits);
        if (from < to) {
            d.svg.add(
                R"(<svg class="cell beyond" x="{}" y="{}" width="{}" height="38"><title>{}: past its end, {}</title>)"
                R"(<rect width="100%" height="38" rx="4"/><text class="t" x="8" y="23">{}</text></svg>)",
                percent(d, from - begin), d.y, percent(d, to - from), side.strip->label, size_text(side.size_bits),
                cut(d, from == side.size_bits ? "ends here" : "", to - from));
        }
        d.y += strip_height + strip_gap;
    }
    d.y += row_gap - strip_gap;
}

void draw_elision(Drawing& d, std::uint64_t rows, std::string_view why) {
    d.svg.add(R"(<text class="skip" x="8" y="{}">⋮ {} of {} bytes {}</text>)", d.y + 12, counted(rows, "more row"),
              d.row_bits / 8, why);
    d.y += elision_height;
}

/// The rows in which a tile of any side begins or ends. The rows between two of them look the same.
struct Rows {
    std::vector<std::uint64_t> all;
    std::vector<std::uint64_t> urgent;  // with implicit padding or a difference
};

void make_unique(std::vector<std::uint64_t>& rows) {
    std::ranges::sort(rows);
    const auto repeated = std::ranges::unique(rows);
    rows.erase(repeated.begin(), repeated.end());
}

Rows rows_of(const Drawing& d) {
    Rows rows;
    for (const auto& side : d.sides) {
        for (const auto& one : side.tiles) {
            const bool urgent = one.kind == TileKind::implicit_padding || diverges(side, one);
            const auto add = [&](std::uint64_t row) {
                rows.all.push_back(row);
                if (urgent) rows.urgent.push_back(row);
            };
            add(one.begin_bits / d.row_bits);
            // A tile that fills its last row looks the same there as in the row before.
            if (one.end_bits % d.row_bits != 0) add(one.end_bits / d.row_bits);
        }
    }
    make_unique(rows.all);
    make_unique(rows.urgent);
    return rows;
}

std::vector<std::uint64_t> choose(const Rows& rows, std::size_t limit) {
    if (rows.all.size() <= limit) return rows.all;
    std::vector<std::uint64_t> chosen(
        rows.urgent.begin(), rows.urgent.begin() + static_cast<std::ptrdiff_t>(std::min(limit, rows.urgent.size())));
    for (const std::uint64_t row : rows.all) {
        if (chosen.size() >= limit) break;
        if (!std::ranges::binary_search(rows.urgent, row)) chosen.push_back(row);
    }
    std::ranges::sort(chosen);
    return chosen;
}

/// Rows `from` up to, not including, `to`, none of which was chosen. Returns how many are missing.
std::uint64_t draw_gap(Drawing& d, const Rows& rows, std::uint64_t from, std::uint64_t to) {
    if (from >= to) return 0;
    const auto next = std::ranges::lower_bound(rows.all, from);
    if (next != rows.all.end() && *next < to) {
        draw_elision(d, to - from, "are not drawn");
        return to - from;
    }
    if (to - from == 1) {
        draw_row(d, from);
    } else {
        draw_elision(d, to - from, "go on like this");
    }
    return 0;
}

}  // namespace

ByteMap byte_map(const std::vector<Strip>& strips, const MapLimits& limits) {
    Drawing d;
    for (const auto& strip : strips) {
        std::vector<Tile> tiles = tile(*strip.record);
        if (tiles.empty()) continue;
        const std::uint64_t size = tiles.back().end_bits;
        d.size_bits = std::max(d.size_bits, size);
        d.sides.push_back({&strip, std::move(tiles), size});
    }
    ByteMap map;
    if (d.sides.empty()) return map;
    // A record of up to 32 bits fills the whole width, so that its flags have room.
    d.row_bits = d.size_bits <= 32 ? 32 : d.size_bits <= 512 ? 64 : 128;

    const Rows rows = rows_of(d);
    const std::uint64_t row_count = (d.size_bits + d.row_bits - 1) / d.row_bits;
    std::uint64_t next = 0;
    for (const std::uint64_t row : choose(rows, limits.rows)) {
        if (d.cells >= limits.cells) break;
        map.rows_left_out += draw_gap(d, rows, next, row);
        draw_row(d, row);
        next = row + 1;
    }
    map.rows_left_out += draw_gap(d, rows, next, row_count);
    map.cells = d.cells;

    map.svg = html(R"(<svg class="map" role="img" width="100%" height="{}" aria-label="Byte map of {}: {}. )"
                   R"(The table says the same in words.">{}</svg>)",
                   d.y, d.sides[0].strip->record->name,
                   join(d.sides, " above ", [](const Side& side) { return side.strip->label; }), d.svg);
    return map;
}

}  // namespace abi

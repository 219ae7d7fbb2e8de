#include "report/bytemap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/words.h"
#include "report/terminal.h"
#include "report/words.h"

namespace abi {
namespace {

// Heights in CSS pixels; widths are percentages, so that a map fits a phone and a screen alike.
constexpr unsigned ruler_height = 17;
constexpr unsigned strip_height = 38;
constexpr unsigned strip_gap = 3;
constexpr unsigned arrow_gap = 16;  // in place of strip_gap, in rows with arrows
constexpr unsigned row_gap = 12;
constexpr unsigned elision_height = 26;

/// A text is cut for a map of about this width; on a narrower one, reports/fit.js cuts it further.
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
        const std::string& note = side.strip->fields[one.fields[0]].note;
        if (!note.empty() && note != status) text += " — " + note;
        if (!status.empty()) text += " — " + status;
    } else {
        text += ": overlapping, " + span_words(one.begin_bits, one.end_bits);
    }
    return text;
}

/// What stands below the name: a note, or the type.
std::string text_below(const Side& side, const Tile& one) {
    if (one.fields.size() == 1 && !side.strip->fields[one.fields[0]].note.empty()) {
        return side.strip->fields[one.fields[0]].note;
    }
    if (one.fields.size() != 1) return one.fields.empty() ? size_text(one.end_bits - one.begin_bits) : "union";
    return type_text(side.strip->record->fields[one.fields[0]]);
}

/// Cut, with a mark, to what fits into `bits` of a row; empty when not even one character does.
std::string cut(const Drawing& d, const std::string& text, std::uint64_t bits) {
    const double pixels = static_cast<double>(bits) / static_cast<double>(d.row_bits) * assumed_width - 12;
    if (pixels < character_width) return "";
    const auto most = static_cast<std::size_t>(pixels / character_width);
    return shortened(text, most);
}

std::string percent(const Drawing& d, std::uint64_t bits) {
    return fmt::format("{:.4g}%", static_cast<double>(bits) * 100 / static_cast<double>(d.row_bits));
}

/// The class of a rectangle that reaches past the cell where the field goes on, so that its outline has no edge there.
std::string_view edges(bool begins, bool ends) {
    return begins && ends ? "" : begins ? " b" : ends ? " e" : " m";
}

/// "←4": begins 4 bytes before its place; "→4 bits".
std::string moved_words(std::int64_t moved_bits) {
    const auto distance = static_cast<std::uint64_t>(moved_bits < 0 ? -moved_bits : moved_bits);
    const std::string words = distance % 8 == 0 ? std::to_string(distance / 8) : counted(distance, "bit");
    return (moved_bits < 0 ? "←" : "→") + words;
}

/// How far the field of a tile was moved; 0 if it was not, or if the tile has several fields.
std::int64_t moved_of(const Side& side, const Tile& one) {
    return one.fields.size() == 1 ? side.strip->fields[one.fields[0]].moved_bits : 0;
}

void draw_cell(Drawing& d, const Side& side, const Tile& one, std::uint64_t row_begin) {
    constexpr std::array classes{"field", "declared", "implicit", "unknown"};
    const std::uint64_t begin = std::max(one.begin_bits, row_begin);
    const std::uint64_t end = std::min(one.end_bits, row_begin + d.row_bits);
    const bool bad = diverges(side, one);
    const bool begins = begin == one.begin_bits;
    const unsigned hue = one.fields.empty() ? 0 : side.strip->fields[one.fields[0]].hue;
    std::string name;
    std::string below;
    if (one.kind == TileKind::implicit_padding) {
        name = "implicit padding";
    } else {
        name = one.kind == TileKind::unknown ? "unknown" : names_of(side, one);
    }
    if (bad || one.kind == TileKind::implicit_padding) name.insert(0, bad ? "≠ " : "! ");
    if (begins) {
        below = text_below(side, one);
    } else {
        name.insert(0, "… ");
    }
    ++d.cells;
    d.svg.add(R"(<svg class="cell {} h{}{}{}"{} width="{}"><title>{}</title><rect/>)",
              classes[static_cast<std::size_t>(one.kind)], hue, bad ? " bad" : "", edges(begins, end == one.end_bits),
              begin == row_begin ? Html() : html(R"( x="{}")", percent(d, begin - row_begin)), percent(d, end - begin),
              title(side, one));
    const std::string moved = begins && moved_of(side, one) != 0 ? moved_words(moved_of(side, one)) : "";
    if (const std::string text = cut(d, name, end - begin); !text.empty()) {
        d.svg.add("<text>{}</text>", text);
    }
    const std::string both = moved.empty() || below.empty() ? moved + below : moved + " " + below;
    if (!both.empty() && cut(d, both, end - begin) == both) {
        d.svg += "<text>";
        if (!moved.empty()) d.svg.add("<tspan>{}</tspan>{}", moved, below.empty() ? "" : " ");
        d.svg.add("{}</text>", below);
    } else if (!moved.empty() && cut(d, moved, end - begin) == moved) {
        d.svg.add("<text><tspan>{}</tspan></text>", moved);
    }
    d.svg += "</svg>";
}

void draw_ruler(Drawing& d, std::uint64_t row_begin) {
    const std::uint64_t first = row_begin / 8;
    const std::uint64_t bytes = std::min(d.row_bits, d.size_bits - row_begin) / 8;
    const std::uint64_t step = first + bytes > 1000 ? 4 : std::max<std::uint64_t>(d.row_bits / 64, 1);
    d.svg.add(R"(<text class="o" y="{}">)", d.y + 12);
    for (std::uint64_t i = 0; i < bytes; i += step) {
        d.svg.add(R"(<tspan x="{}">{}</tspan>)", percent(d, i * 8), first + i);
    }
    d.svg += "</text>";
    d.y += ruler_height;
}

/// Arrows from where fields were expected to where they begin, for those whose two places are in this row. Returns
/// whether there is one.
bool draw_arrows(Drawing& d, const Side& side, std::uint64_t row_begin, unsigned y) {
    bool has_arrow = false;
    for (const auto& one : side.tiles) {
        const std::int64_t moved = moved_of(side, one);
        if (moved == 0 || one.begin_bits / d.row_bits != row_begin / d.row_bits) continue;
        const Field& field = side.strip->record->fields[one.fields[0]];
        const auto place = static_cast<std::uint64_t>(static_cast<std::int64_t>(field.offset_bits) - moved);
        if (field.offset_bits != one.begin_bits || place / d.row_bits != row_begin / d.row_bits) continue;
        has_arrow = true;
        d.svg.add(R"(<line class="arrow" x1="{}" x2="{}" y1="{}" y2="{}"/>)", percent(d, place - row_begin),
                  percent(d, one.begin_bits - row_begin), y + 1, y + arrow_gap - 1);
    }
    return has_arrow;
}

void draw_row(Drawing& d, std::uint64_t row) {
    const std::uint64_t begin = row * d.row_bits;
    draw_ruler(d, begin);
    for (const auto& side : d.sides) {
        if (&side != d.sides.data()) {
            d.y += draw_arrows(d, side, begin, d.y) ? arrow_gap : strip_gap;
        }
        d.svg.add(R"(<text class="who" x="-10" y="{}">{}</text><svg y="{}" height="38">)", d.y + 23, side.strip->label,
                  d.y);
        auto at = std::ranges::upper_bound(side.tiles, begin, {}, &Tile::end_bits);
        for (; at != side.tiles.end() && at->begin_bits < begin + d.row_bits; ++at) draw_cell(d, side, *at, begin);
        const std::uint64_t from = std::clamp(side.size_bits, begin, begin + d.row_bits);
        const std::uint64_t to = std::min(begin + d.row_bits, d.size_bits);
        if (from < to) {
            d.svg.add(R"(<svg class="cell beyond" x="{}" width="{}"><title>{}: past its end, {}</title><rect/>)"
                      "<text>{}</text></svg>",
                      percent(d, from - begin), percent(d, to - from), side.strip->label, size_text(side.size_bits),
                      cut(d, from == side.size_bits ? "ends here" : "", to - from));
        }
        d.svg += "</svg>";
        d.y += strip_height;
    }
    d.y += row_gap;
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

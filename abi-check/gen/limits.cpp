#include "gen/limits.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "gen/pieces.h"
#include "model/find.h"

namespace abi {
namespace {

/// A language without something that a spec can say.
struct Limits {
    std::string_view name;
    std::string_view title;
    bool has_all_floats = false;  // 16 and 128 bits
    bool has_early_tails = true;  // an array without a length may come before the padding whose bytes it shares
};

constexpr Limits all_limits[] = {{.name = "rust", .title = "Rust"},
                                 {.name = "nim", .title = "Nim", .has_early_tails = false}};

/// What the language can have, and what the field is.
struct Lack {
    std::string what;
    std::string found;
};

std::optional<Lack> lack_of(const Limits& limits, const Record& record, const Field& field) {
    const Type& type = field.type;
    const bool is_odd_float = type.kind == Kind::floating && type.width_bits != 32 && type.width_bits != 64;
    if (is_odd_float && !limits.has_all_floats) return Lack{"a number that the language has", to_string(type)};
    const bool is_early = type.flexible_tail && &field != &record.fields.back();
    if (is_early && !limits.has_early_tails) {
        return Lack{"an array without a length as the last field", to_string(type) + " before other fields"};
    }
    return std::nullopt;
}

/// The bit-fields that share bytes with other fields, or whose bytes are not one integer. A language without bit-fields
/// has no names for their bits.
std::vector<const Field*> lost_bits(const Layout& spec, const Record& record) {
    std::vector<const Field*> lost;
    const auto add = [&](const gen::Piece& piece) {
        std::ranges::copy_if(piece.fields, std::back_inserter(lost),
                             [](const Field* field) { return field->bit_width.has_value(); });
    };
    for (const auto& piece : gen::pieces_of(spec, record)) {
        if (piece.what == gen::Piece::What::shared) add(piece);
        if (piece.what != gen::Piece::What::bits) continue;
        for (const auto& unit : gen::units_of(piece, record.packed ? 1 : record.align_bytes.value_or(1))) {
            const auto width = unit.end_bits - unit.begin_bits;
            if (width != 8 && width != 16 && width != 32 && width != 64) add(unit);
        }
    }
    return lost;
}

}  // namespace

std::vector<Problem> refuse_fields(const Layout& spec, std::string_view language) {
    std::vector<Problem> problems;
    const auto* const limits = std::ranges::find(all_limits, language, &Limits::name);
    if (limits == std::end(all_limits)) return problems;
    const std::string title(limits->title);
    for (const auto& record : spec.records) {
        for (const auto* field : lost_bits(spec, record)) {
            problems.push_back({field->place, "", "bit-fields that fill integers alone, since " + title + " has none",
                                record.name + "." + field->name + ", whose bits are not those of one integer"});
        }
        for (const auto& field : record.fields) {
            const auto lack = lack_of(*limits, record, field);
            if (!lack) continue;
            problems.push_back(
                {field.place, "", lack->what + ", for " + title, record.name + "." + field.name + ", " + lack->found});
        }
    }
    return problems;
}

}  // namespace abi

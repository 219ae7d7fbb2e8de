#include "specfile/layout_json.h"

#include <algorithm>
#include <array>

#include "model/expression.h"
#include "model/words.h"
#include "specfile/expression_json.h"
#include "specfile/resolve.h"
#include "specfile/schema.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

using nlohmann::json;

std::string text_at(const json& node, const char* key) {
    const auto found = node.find(key);
    return found == node.end() ? std::string() : found->get<std::string>();
}

bool flag_at(const json& node, const char* key) {
    const auto found = node.find(key);
    return found != node.end() && found->get<bool>();
}

std::optional<std::uint64_t> number_at(const json& node, const char* key) {
    const auto found = node.find(key);
    if (found == node.end() || found->is_null()) return std::nullopt;
    return found->get<std::uint64_t>();
}

unsigned small_number_at(const json& node, const char* key) {
    return static_cast<unsigned>(number_at(node, key).value_or(0));
}

const json& list_at(const json& node, const char* key) {
    static const json none = json::array();
    const auto found = node.find(key);
    return found == node.end() ? none : *found;
}

std::vector<std::string> targets_at(const json& node) {
    return list_at(node, "targets").get<std::vector<std::string>>();
}

template <typename Value, std::size_t count>
Value named(const std::array<Value, count>& values, const std::string& name, Value otherwise) {
    const auto found = std::ranges::find_if(values, [&](Value v) { return to_string(v) == name; });
    return found == values.end() ? otherwise : *found;
}

constexpr std::array orders{ByteOrder::little, ByteOrder::big, ByteOrder::native};
constexpr std::array roles{Role::data, Role::padding, Role::reserved, Role::tag};
constexpr std::array kinds{Kind::unsigned_integer, Kind::signed_integer, Kind::floating, Kind::boolean, Kind::byte,
                           Kind::pointer,          Kind::enumeration,    Kind::record,   Kind::unknown};

/// Whether the fields cover each bit of the record exactly once, except where they overlap on purpose.
bool covers_exactly(const Record& record) {
    std::uint64_t end = 0;
    for (const auto& field : record.fields) {
        const bool may_overlap = field.overlaps || record.kind == RecordKind::union_ || field.type.flexible_tail;
        if (field.offset_bits < end && !may_overlap) return false;
        end = std::max(end, field.offset_bits + size_bits(field));
    }
    return end == record.size_bytes.value_or(0) * 8 && std::ranges::all_of(tile(record), [](const Tile& one) {
               return one.kind == TileKind::field || one.kind == TileKind::declared_padding;
           });
}

/// Reads one document. Two passes: names first, since a type may be declared after its use. Each function that reads a
/// value names all of its members, so that it does not compile while it lacks a new one.
class LayoutReader {
  public:
    LayoutReader(Dialect dialect, const Places& places, std::vector<Problem>& problems)
        : dialect_(dialect), places_(places), problems_(problems) {}

    Layout read(const json& node, const std::string& pointer) {
        Layout layout;
        layout.origin = text_at(node, "origin");
        layout.target = text_at(node, "target");
        layout.byte_order = named(orders, text_at(node, "byte_order"), ByteOrder::little);
        if (const auto facts = node.find("facts"); facts != node.end()) {
            for (const auto& row : fact_table()) layout.facts[row.fact] = text_at(*facts, row.key.data());
        }
        for (std::size_t i = 0; const auto& each : list_at(node, "enums")) {
            layout.enums.push_back(read_enum(each, pointer + "/enums/" + std::to_string(i++)));
        }
        for (const auto& each : layout.enums) carriers_.emplace(each.name, each.type);
        // The sizes of all records must be known before any field is read.
        std::vector<RecordNode> nodes;
        if (dialect_ == Dialect::spec) nodes = record_nodes(list_at(node, "records"), pointer, problems_);
        const auto for_each_record = [&](auto&& take) {
            for (const auto& one : nodes) take(one.node, one.pointers);
            if (dialect_ == Dialect::spec) return;
            for (std::size_t i = 0; const auto& each : list_at(node, "records")) {
                take(each, RecordPointers{pointer + "/records/" + std::to_string(i++), {}});
            }
        };
        for_each_record([&](const json& each, const RecordPointers& at) {
            layout.records.push_back(read_head(each, at.record, text_at(each, "name"), "/name"));
        });
        table_ = table_of(layout);
        const Extents extents(layout.records);
        for_each_record([&, i = std::size_t{0}](const json& each, const RecordPointers& at) mutable {
            extent_ = extents.of(layout.records[i]);
            read_body(each, at, layout.records[i++]);
        });
        extent_ = {};
        for (auto& one : nodes) pointers_.push_back(std::move(one.pointers));
        for (std::size_t i = 0; const auto& each : list_at(node, "constants")) {
            layout.constants.push_back(read_constant(each, pointer + "/constants/" + std::to_string(i++), layout));
        }
        return layout;
    }

    std::vector<RecordPointers> take_pointers() { return std::move(pointers_); }

  private:
    void complain(const std::string& pointer, std::string expected, std::string found) {
        problems_.push_back({{}, pointer, std::move(expected), std::move(found)});
    }

    Place place_at(const json& node, const std::string& pointer) const {
        if (dialect_ == Dialect::spec) return place_of(places_, pointer);
        const auto found = node.find("place");
        if (found == node.end()) return {};
        return {.file = text_at(*found, "file"),
                .line = small_number_at(*found, "line"),
                .column = small_number_at(*found, "column"),
                .end_line = small_number_at(*found, "end_line"),
                .end_column = small_number_at(*found, "end_column")};
    }

    /// The resolved type of a field, an enum or a constant. Its kind is unknown after a problem.
    TypeName read_type(const json& node, const std::string& pointer, std::optional<unsigned> pointer_bytes) {
        TypeName made;
        const std::string text = text_at(node, "type");
        if (const auto exact = node.find("exact_type"); exact != node.end()) {
            made = read_exact_type(node, *exact);
            made.type.spelling = text;
            if (!bounded_size_bits(made.type)) {
                complain(pointer + "/exact_type", "a type of at most a tebibyte", describe_size(made.type));
                made.type = {};
            }
        } else {
            auto parsed = parse_type_name(text);
            if (!parsed) {
                complain(pointer + "/type", parsed.problems[0].expected, parsed.problems[0].found);
                return made;
            }
            made = *parsed;
            if (const auto problem = resolve(made.type, table_, pointer_bytes, extent_)) {
                complain(pointer + "/type", problem->expected, problem->found);
                made.type.kind = Kind::unknown;
                return made;
            }
            if (node.contains("host_sized")) made.type.host_sized = flag_at(node, "host_sized");
        }
        if (node.contains("spelling")) made.type.spelling = text_at(node, "spelling");
        made.type.typedefs = text_at(node, "typedefs");
        return made;
    }

    static std::string describe_size(const Type& type) {
        return std::to_string(type.width_bits) + " bits, " + std::to_string(type.extents.size()) + " extents";
    }

    static TypeName read_exact_type(const json& node, const json& exact) {
        TypeName made;
        // The caller sets `spelling`; `is_signed` follows from the enumeration's own type.
        auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = made.type;
        kind = named(kinds, text_at(exact, "kind"), Kind::unknown);
        width_bits = number_at(exact, "width_bits").value_or(0);
        name = text_at(exact, "name");
        extents = list_at(exact, "extents").get<std::vector<std::uint64_t>>();
        flexible_tail = flag_at(exact, "flexible_tail");
        host_sized = flag_at(node, "host_sized");
        if (const auto bits = number_at(exact, "bit_width")) made.bit_width = static_cast<unsigned>(*bits);
        return made;
    }

    Integer read_value(const json& node, const std::string& pointer, const Type& type) {
        const auto value = integer_of(node.at("value"));
        if (!value) {
            complain(pointer + "/value", "a whole number of at most 128 bits such as 32, \"0x400\" or \"-1\"",
                     describe(node.at("value")));
            return {};
        }
        if (!fits(*value, type)) {
            complain(pointer + "/value", "a value that " + to_string(type) + " can hold", to_string(*value));
        }
        return *value;
    }

    bool is_integer(const Type& type) const {
        const bool numeric = type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer;
        return numeric && type.extents.empty() && !type.flexible_tail;
    }

    Enum read_enum(const json& node, const std::string& pointer) {
        Enum made;
        auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = made;
        name = text_at(node, "name");
        doc = text_at(node, "doc");
        place = place_at(node, pointer + "/name");
        fixed_width = !node.contains("fixed_width") || flag_at(node, "fixed_width");
        scoped = flag_at(node, "scoped");
        only_asked = flag_at(node, "only_asked");
        targets = targets_at(node);
        // The type must be an integer, so no name is looked up: the table may be empty.
        const auto parsed = parse_type_name(text_at(node, "type"));
        const bool plain = parsed && is_integer(parsed->type) && parsed->type.width_bits != 0 && !parsed->bit_width;
        if (dialect_ == Dialect::spec && !plain) {
            complain(pointer + "/type", "an integer type, u8 to u128 or i8 to i128", describe(node.at("type")));
        } else {
            type = read_type(node, pointer, {}).type;
        }
        for (std::size_t i = 0; const auto& each : list_at(node, "values")) {
            enumerators.push_back(read_enumerator(each, pointer + "/values/" + std::to_string(i++), type));
        }
        return made;
    }

    Enumerator read_enumerator(const json& node, const std::string& pointer, const Type& type) {
        Enumerator made;
        auto& [name, value, doc, place] = made;
        name = text_at(node, "name");
        value = read_value(node, pointer, type);
        doc = text_at(node, "doc");
        place = place_at(node, pointer + "/name");
        return made;
    }

    Constant read_constant(const json& node, const std::string& pointer, const Layout& layout) {
        Constant made;
        auto& [name, type, value, doc, place, expression, targets] = made;
        name = text_at(node, "name");
        doc = text_at(node, "doc");
        place = place_at(node, pointer + "/name");
        targets = targets_at(node);
        const std::size_t problems_before = problems_.size();
        const TypeName read = read_type(node, pointer, {});
        type = read.type;
        const bool is_single = type.extents.empty() && !type.flexible_tail && !read.bit_width;
        const bool is_number = is_integer(type) || type.kind == Kind::boolean || type.kind == Kind::enumeration;
        if (dialect_ == Dialect::spec && problems_.size() == problems_before && !(is_single && is_number)) {
            complain(pointer + "/type", "an integer type, bool or an enum", describe(node.at("type")));
        }
        targets = targets_at(node);
        const json& stated = node.at("value");
        if (!stated.is_object()) {
            value = read_value(node, pointer, carrier(type));
        } else if (auto read_one = read_expression(stated, pointer + "/value", layout, problems_)) {
            expression = std::move(read_one);
            value = read_values(*expression, pointer, carrier(type), layout);
        }
        return made;
    }

    /// Returns the value of the first layout that the spec has for the record. All of them must fit in the type.
    Integer read_values(const Expression& expression, const std::string& pointer, const Type& type,
                        const Layout& layout) {
        auto values = values_in(expression, layout);
        TargetFacts facts;
        facts[Fact::pointer_bits] = "64";
        if (values.empty()) values.push_back(evaluate(expression, layout, facts).value_or(Integer{}));
        for (const auto& value : values) {
            if (fits(value, type)) continue;
            complain(pointer + "/type", "a type that can hold " + to_string(value), to_string(type));
            break;
        }
        return values.front();
    }

    /// The integer type of an enum; any other type unchanged.
    Type carrier(const Type& type) const {
        const auto found = carriers_.find(type.name);
        return type.kind == Kind::enumeration && found != carriers_.end() ? found->second : type;
    }

    /// Everything of a record except its fields and its history.
    Record read_head(const json& node, const std::string& pointer, std::string its_name, const char* place_step) {
        Record made;
        auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
               grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
               history, doc, place] = made;
        name = std::move(its_name);
        kind = text_at(node, "kind") == "union" ? RecordKind::union_ : RecordKind::structure;
        size_bytes = number_at(node, "size");
        align_bytes = number_at(node, "align");
        packed = flag_at(node, "packed");
        fields_unknown = text_at(node, "blind");
        only_asked = text_at(node, "only_asked");
        no_promise = text_at(node, "no_promise");
        unit = text_at(node, "unit");
        grows_at_end = flag_at(node, "grows_at_end");
        if (const auto bytes = number_at(node, "pointer_bytes")) pointer_bytes = static_cast<unsigned>(*bytes);
        min_size_bytes = number_at(node, "min_size");
        size_field = text_at(node, "size_field");
        if (node.contains("byte_order")) record_order = named(orders, text_at(node, "byte_order"), ByteOrder::little);
        targets = targets_at(node);
        doc = text_at(node, "doc");
        place = place_at(node, pointer + place_step);
        return made;
    }

    void read_body(const json& node, const RecordPointers& pointers, Record& record) {
        const std::string& pointer = pointers.record;
        if (dialect_ == Dialect::spec && !record.pointer_bytes)
            record.pointer_bytes = fitting_pointer(node, pointers, record);
        read_fields(node, pointers, record);
        for (std::size_t i = 0; const auto& each : list_at(node, "history")) {
            const std::string at = pointer + "/history/" + std::to_string(i++);
            Record old = read_head(each, at, record.name + "@" + text_at(each, "label"), "/label");
            if (!each.contains("kind")) old.kind = record.kind;
            if (!each.contains("pointer_bytes")) old.pointer_bytes = record.pointer_bytes;
            read_fields(each, {at, {}}, old);
            record.history.push_back(std::move(old));
        }
    }

    /// The size of a pointer with which the fields of a record cover it exactly. Nothing if no field depends on it, or
    /// if more than one size fits.
    std::optional<unsigned> fitting_pointer(const json& node, const RecordPointers& pointers, const Record& record) {
        const auto follows_target = [](const json& field) {
            const auto type = parse_type_name(text_at(field, "type"));
            return type && type->type.host_sized;
        };
        if (std::ranges::none_of(list_at(node, "fields"), follows_target)) return std::nullopt;
        std::optional<unsigned> only;
        for (const unsigned bytes : {2U, 4U, 8U}) {
            Record attempt = record;
            attempt.pointer_bytes = bytes;
            const auto problems_before = problems_.size();
            read_fields(node, pointers, attempt);
            const bool fits = problems_.size() == problems_before && covers_exactly(attempt);
            problems_.resize(problems_before);
            if (!fits) continue;
            if (only) return std::nullopt;
            only = bytes;
        }
        return only;
    }

    void read_fields(const json& node, const RecordPointers& pointers, Record& record) {
        for (std::size_t i = 0; const auto& each : list_at(node, "fields")) {
            const bool has_own = i < pointers.fields.size();
            const std::string at = has_own ? pointers.fields[i] : pointers.record + "/fields/" + std::to_string(i);
            record.fields.push_back(read_field(each, at, record));
            ++i;
        }
        // The fields of a dump may have any order. Those of a spec may not, which is checked later.
        if (dialect_ == Dialect::dump) std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    }

    Field read_field(const json& node, const std::string& pointer, const Record& record) {
        Field made;
        auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] = made;
        name = text_at(node, "name");
        role = named(roles, text_at(node, "role"), Role::data);
        since = text_at(node, "since");
        overlaps = flag_at(node, "overlaps");
        if (node.contains("byte_order")) byte_order = named(orders, text_at(node, "byte_order"), ByteOrder::little);
        doc = text_at(node, "doc");
        place = place_at(node, pointer + "/name");
        const TypeName read = read_type(node, pointer, record.pointer_bytes);
        type = read.type;
        bit_width = read.bit_width;
        if (read.byte_order) byte_order = read.byte_order;
        offset_bits = number_at(node, "offset").value_or(0) * 8;
        if (bit_width || dialect_ == Dialect::dump) offset_bits += number_at(node, "bit").value_or(0);
        storage_bits = number_at(node, "storage_bits");
        const bool has_storage = node.contains("storage_bits") || node.contains("exact_type");
        if (bit_width && !has_storage && type.width_bits != 0) storage_bits = type.width_bits;
        if (dialect_ == Dialect::spec) check_bits(node, pointer, record, made);
        return made;
    }

    /// Only a bit-field may have `bit`, and a bit-field must lie within its storage unit.
    void check_bits(const json& node, const std::string& pointer, const Record& record, Field& field) {
        if (field.type.kind == Kind::unknown) return;
        const std::uint64_t bit = number_at(node, "bit").value_or(0);
        if (!field.bit_width) {
            if (node.contains("bit")) {
                complain(pointer + "/bit", "\"bit\" only for a bit-field such as \"u32:5\"",
                         "type \"" + field.type.spelling + "\"");
            }
            return;
        }
        const std::uint64_t storage = field.type.width_bits;
        if (field.type.kind == Kind::record) {
            complain(pointer + "/type", "a bit-field of an integer or an enum", in_quotes(field.type.spelling));
            field.type.kind = Kind::unknown;
        } else if (bit + *field.bit_width > storage) {
            complain(pointer, "a bit-field within its " + std::to_string(storage) + " bits",
                     "bits " + std::to_string(bit) + " to " + std::to_string(bit + *field.bit_width));
            field.type.kind = Kind::unknown;  // so that its record is not checked further
        } else if (!record.packed && (field.offset_bits - bit) % storage != 0) {
            complain(pointer + "/offset",
                     "a multiple of " + std::to_string(storage / 8) + ", where a unit of " + to_string(field.type) +
                         " begins",
                     std::to_string((field.offset_bits - bit) / 8));
        }
    }

    Dialect dialect_;
    const Places& places_;
    std::vector<Problem>& problems_;
    TypeTable table_;
    std::unordered_map<std::string, Type> carriers_;  // of enumerations
    Extent extent_;                                   // of the record that is being read
    std::vector<RecordPointers> pointers_;
};

}  // namespace

std::optional<Integer> integer_of(const json& node) {
    if (node.is_string()) return parse_integer(node.get_ref<const std::string&>());
    if (node.is_number_unsigned()) return Integer{.low = node.get<std::uint64_t>()};
    if (!node.is_number_integer()) return std::nullopt;
    const auto value = node.get<std::int64_t>();
    if (value >= 0) return Integer{.low = static_cast<std::uint64_t>(value)};
    return Integer{.low = 0 - static_cast<std::uint64_t>(value), .negative = true};
}

bool fits(const Integer& value, const Type& type) {
    if (type.kind == Kind::boolean) return !value.negative && value.high == 0 && value.low <= 1;
    const bool is_signed = type.kind == Kind::signed_integer;
    if ((!is_signed && type.kind != Kind::unsigned_integer) || type.width_bits == 0) return true;
    if (value.negative && !is_signed) return false;
    // A negative number -m needs as many bits below the sign as m - 1.
    Integer magnitude{.low = value.low, .high = value.high};
    if (value.negative && magnitude.low-- == 0) --magnitude.high;
    const std::uint64_t bits = type.width_bits - (is_signed ? 1 : 0);
    if (bits >= 128) return true;
    if (bits >= 64) return bits == 64 ? magnitude.high == 0 : magnitude.high >> (bits - 64) == 0;
    return magnitude.high == 0 && magnitude.low >> bits == 0;
}

Layout read_layout(const json& node, const std::string& pointer, Dialect dialect, const Places& places,
                   std::vector<Problem>& problems, std::vector<RecordPointers>* pointers) {
    LayoutReader reader(dialect, places, problems);
    Layout layout = reader.read(node, pointer);
    if (pointers != nullptr) *pointers = reader.take_pointers();
    return layout;
}

}  // namespace abi

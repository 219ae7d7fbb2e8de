// Adds the members of records, enumerations and constants to objects of JSON: for a dump as text, for a spec as trees.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "specfile/expression_json.h"
#include "specfile/layout_json.h"
#include "specfile/object_text.h"
#include "specfile/object_tree.h"
#include "specfile/resolve.h"
#include "specfile/type_name.h"

namespace abi {

// Whether a value is written in rows: a list of objects is in it.
inline bool has_rows(const Field& /*one*/) {
    return false;
}
inline bool has_rows(const Enumerator& /*one*/) {
    return false;
}
inline bool has_rows(const Constant& /*one*/) {
    return false;
}
inline bool has_rows(const Enum& one) {
    return !one.enumerators.empty();
}
inline bool has_rows(const Record& one) {
    return !one.fields.empty() || !one.history.empty();
}

/// Each function that adds a value names all of its members, so that it does not compile while it lacks a new one. What
/// a spec cannot express is in dumps only, such as places.
template <Dialect dialect>
class LayoutMembers {
    static constexpr bool is_dump = dialect == Dialect::dump;

  public:
    using Object = std::conditional_t<is_dump, ObjectText, ObjectTree>;

    explicit LayoutMembers(const Layout& layout) : table_(table_of(layout)) {}

    /// Adds a list of records, enumerations or constants.
    template <typename Value>
    void add_list(Object& object, std::string_view key, const std::vector<Value>& values) const {
        object.put_list(
            key, values, [](const Value& one) { return has_rows(one); },
            [&](Object& element, const Value& one) { add(element, one); });
    }

    void add(Object& object, const Record& record) const {
        object.put("name", record.name);
        add_all_but_name(object, record);
    }

    void add(Object& object, const Enum& each) const {
        const auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = each;
        object.put("name", name);
        add_type(object, {}, type, {});
        if (is_dump && !fixed_width) object.put("fixed_width", false);
        if (is_dump && scoped) object.put("scoped", true);
        if (is_dump && only_asked) object.put("only_asked", true);
        if (!targets.empty()) object.put("targets", targets);
        add_doc(object, doc, place);
        add_list(object, "values", enumerators);
    }

    void add(Object& object, const Constant& constant) const {
        const auto& [name, type, value, doc, place, expression, targets] = constant;
        object.put("name", name);
        add_type(object, table_, type, {});
        add_value(object, constant);
        if (!targets.empty()) object.put("targets", targets);
        add_doc(object, doc, place);
    }

  private:
    static void add_text(Object& object, std::string_view key, const std::string& text) {
        if (!text.empty()) object.put(key, text);
    }

    static void add_doc(Object& object, const std::string& doc, const Place& place) {
        add_text(object, "doc", doc);
        if constexpr (is_dump) {
            if (place == Place{}) return;
            object.put_object("place", [&](Object& made) {
                const auto& [file, line, column, end_line, end_column] = place;
                made.put("file", file);
                const auto add_known = [&](std::string_view key, unsigned value) {
                    if (value != 0) made.put(key, value);
                };
                add_known("line", line);
                add_known("column", column);
                add_known("end_line", end_line);
                add_known("end_column", end_column);
            });
        }
    }

    /// Whether `text`, the spelling of a spec, describes the type completely.
    static bool is_complete(const std::string& text, const TypeTable& table, const Type& type,
                            std::optional<unsigned> bit_width) {
        auto parsed = parse_type_name(text);
        if (!parsed || parsed->bit_width != bit_width || resolve(parsed->type, table, {})) return false;
        return parsed->type == type;
    }

    /// Returns whether the spelling of a spec describes the type completely.
    static bool add_type(Object& object, const TypeTable& table, const Type& type, std::optional<unsigned> bit_width,
                         std::optional<ByteOrder> byte_order = {}) {
        if constexpr (!is_dump) {
            object.put("type", spell(type, bit_width, byte_order));
            return true;
        } else {
            // `is_signed` follows from the enumeration's own type.
            const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] =
                type;
            std::string text = to_string(type);
            if (bit_width) text += ":" + std::to_string(*bit_width);
            object.put("type", text);
            if (spelling != text) object.put("spelling", spelling);
            add_text(object, "typedefs", typedefs);
            if (host_sized) object.put("host_sized", true);
            if (is_complete(text, table, type, bit_width)) return true;
            object.put_object("exact_type", [&](Object& exact) {
                exact.put("kind", to_string(kind));
                exact.put("width_bits", width_bits);
                add_text(exact, "name", name);
                if (!extents.empty()) exact.put("extents", extents);
                if (flexible_tail) exact.put("flexible_tail", true);
                if (bit_width) exact.put("bit_width", *bit_width);
            });
            return false;
        }
    }

    /// In a spec, a number below 10 is a JSON number, and others are text such as "0x400".
    static void add_value(Object& object, const Integer& value) {
        const bool is_digit = value.high == 0 && value.low < 10 && !value.negative;
        if (!is_dump && is_digit) return object.put("value", value.low);
        object.put("value", to_string(value));
    }

    static void add_value(Object& object, const Constant& constant) {
        if constexpr (!is_dump) {
            if (constant.expression) return object.put("value", write_expression(*constant.expression));
        }
        add_value(object, constant.value);
    }

    /// A dump has null for what is not known.
    static void add_known(Object& object, std::string_view key, const std::optional<std::uint64_t>& value,
                          std::uint64_t otherwise) {
        if constexpr (is_dump) {
            if (!value) return object.put_null(key);
        }
        object.put(key, value.value_or(otherwise));
    }

    /// The offset of a bit-field in a spec, in bits: that of its storage unit. If the bit-field crosses such a unit, as
    /// in a packed record, it is the byte in which the bit-field begins.
    static std::uint64_t unit_begin_bits(const Field& field) {
        const std::uint64_t unit = field.type.width_bits;
        const std::uint64_t begin = unit == 0 ? 0 : field.offset_bits / unit * unit;
        return unit != 0 && field.offset_bits + *field.bit_width <= begin + unit ? begin : field.offset_bits / 8 * 8;
    }

    void add(Object& object, const Field& field) const {
        const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] =
            field;
        object.put("name", name);
        const bool is_complete = add_type(object, table_, type, bit_width, byte_order);
        const bool has_unit = !is_dump && bit_width;
        const std::uint64_t begin_bits = has_unit ? unit_begin_bits(field) : offset_bits / 8 * 8;
        object.put("offset", begin_bits / 8);
        if (offset_bits != begin_bits && (is_dump || bit_width)) object.put("bit", offset_bits - begin_bits);
        // Without "storage_bits" the reader assumes that a bit-field's storage is as wide as its type.
        const bool has_default = bit_width && is_complete;
        const bool is_default = has_default && storage_bits == type.width_bits;
        if (is_dump && (storage_bits || has_default) && !is_default) add_known(object, "storage_bits", storage_bits, 0);
        if (is_dump && byte_order) object.put("byte_order", to_string(*byte_order));
        if (role != Role::data) object.put("role", to_string(role));
        add_text(object, "since", since);
        if (overlaps && !is_dump) object.put("overlaps", true);  // in a dump, fields may overlap anyway
        add_doc(object, doc, place);
    }

    void add(Object& object, const Enumerator& enumerator) const {
        const auto& [name, value, doc, place] = enumerator;
        object.put("name", name);
        add_value(object, value);
        add_doc(object, doc, place);
    }

    /// An entry of a history is named "CmdPacket@label".
    static std::string label_of(const Record& old, const Record& newer) {
        return old.name.starts_with(newer.name + "@") ? old.name.substr(newer.name.size() + 1) : old.name;
    }

    void add_old(Object& object, const Record& old, const Record& newer) const {
        object.put("label", label_of(old, newer));
        if constexpr (is_dump) return add_all_but_name(object, old);
        add_text(object, "doc", old.doc);
        add_known(object, "size", old.size_bytes, 0);
        add_known(object, "align", old.align_bytes, 1);
        add_list(object, "fields", old.fields);
    }

    void add_all_but_name(Object& object, const Record& record) const {
        const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                     grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
                     history, doc, place] = record;
        const bool is_union = kind == RecordKind::union_;
        if (is_dump || is_union) object.put("kind", is_union ? "union" : "struct");
        add_known(object, "size", size_bytes, 0);
        add_known(object, "align", align_bytes, 1);
        if (packed) object.put("packed", true);
        if (is_dump) {
            add_text(object, "blind", fields_unknown);
            add_text(object, "only_asked", only_asked);
            add_text(object, "no_promise", no_promise);
            add_text(object, "unit", unit);
        }
        if (grows_at_end) object.put("grows_at_end", true);
        if (min_size_bytes) object.put("min_size", *min_size_bytes);
        add_text(object, "size_field", size_field);
        if (record_order) object.put("byte_order", to_string(*record_order));
        if (pointer_bytes) object.put("pointer_bytes", *pointer_bytes);
        if (!targets.empty()) object.put("targets", targets);
        add_doc(object, doc, place);
        add_list(object, "fields", fields);
        if (history.empty()) return;
        object.put_list(
            "history", history, [](const Record& old) { return has_rows(old); },
            [&](Object& element, const Record& old) { add_old(element, old, record); });
    }

    TypeTable table_;
};

}  // namespace abi

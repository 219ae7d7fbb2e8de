// Checks at compile time, with Boost.PFR, that an aggregate conforms to a record of a spec.
//
//     ABI_CONFORMS(hal_cmd_packet, abi::table::membrane::CmdPacket);
//
// `abi-check gen table` writes the table. The check needs neither field names nor offsetof: it sets one bit in each
// byte of the record in turn and looks which field becomes non-zero. If no field does, the byte is undeclared padding.
// Works freestanding. Does not support bit-fields, unions and pointers, because std::bit_cast does not accept them at
// compile time.
#pragma once

#include <array>
#include <bit>
#include <boost/pfr/core.hpp>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace abi {

/// One field of a record of a spec. Offsets and sizes in bytes.
struct FieldRow {
    const char* name;
    std::size_t offset;
    std::size_t size;
    std::size_t element_size;
    bool is_signed;
};

/// One record of a spec.
struct RecordRow {
    const char* name;
    std::size_t size;
    std::size_t align;
    const FieldRow* fields;
    std::size_t field_count;
};

namespace conforms_detail {

inline constexpr std::size_t nowhere = ~std::size_t{0};

/// Converts to any type.
template <std::size_t>
struct Anything {
    template <typename Member>
    constexpr operator Member() const noexcept;
};

template <typename Record, std::size_t... Index>
constexpr bool takes(std::index_sequence<Index...>) {
    return requires { Record{{Anything<Index>{}}...}; };
}

/// How many members Record has. PFR counts each element of a C array as a member. Initialisation with separate braces
/// for each member counts the array once.
template <typename Record, std::size_t Guess = sizeof(Record)>
constexpr std::size_t count_fields() {
    if constexpr (takes<Record>(std::make_index_sequence<Guess>{})) {
        return Guess;
    } else {
        return count_fields<Record, Guess - 1>();
    }
}

template <typename Record>
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): constexpr, so never
inline constexpr std::size_t field_count = count_fields<Record, (sizeof(Record) < 100 ? sizeof(Record) : 100)>();

/// References to all members, bound by PFR for the count found above.
template <typename Record>
constexpr auto tie(Record& record) {
    return boost::pfr::detail::tie_as_tuple(record,
                                            boost::pfr::detail::size_t_<field_count<std::remove_cv_t<Record>>>{});
}

template <typename Record, std::size_t... Index>
constexpr std::size_t lit_field(const Record& record, std::index_sequence<Index...>);

template <typename Field>
constexpr bool is_lit(const Field& field) {
    if constexpr (std::is_array_v<Field>) {
        for (const auto& element : field) {
            if (is_lit(element)) return true;
        }
        return false;
    } else if constexpr (std::is_enum_v<Field>) {
        return static_cast<std::underlying_type_t<Field>>(field) != 0;
    } else if constexpr (std::is_class_v<Field>) {
        return lit_field(field, std::make_index_sequence<field_count<Field>>{}) != nowhere;
    } else {
        return field != Field{};
    }
}

/// The index of the first field in which a bit is set; `nowhere` when none is.
template <typename Record, std::size_t... Index>
constexpr std::size_t lit_field(const Record& record, std::index_sequence<Index...>) {
    const auto fields = tie(record);
    std::size_t found = nowhere;
    ((found == nowhere && is_lit(boost::pfr::detail::sequence_tuple::get<Index>(fields)) ? void(found = Index)
                                                                                         : void()),
     ...);
    return found;
}

/// The index of the field that holds byte `at` of Record; `nowhere` when no field does.
template <typename Record>
constexpr std::size_t owner(std::size_t at) {
    std::array<std::uint8_t, sizeof(Record)> bytes{};
    bytes[at] = 1;
    return lit_field(std::bit_cast<Record>(bytes), std::make_index_sequence<field_count<Record>>{});
}

template <typename Field>
constexpr bool is_signed_element() {
    using Element = std::remove_all_extents_t<Field>;
    if constexpr (std::is_enum_v<Element>) {
        return std::is_signed_v<std::underlying_type_t<Element>>;
    } else if constexpr (std::is_class_v<Element>) {
        return false;
    } else {
        return static_cast<Element>(-1) < Element{} && Element(0.5) == Element{};
    }
}

/// The first difference between Record and the row.
enum class Drift { none, size, alignment, field_count, implicit_padding, offset_or_width, signedness };

/// The type of member Index; arrays stay arrays.
template <typename Record, std::size_t Index>
using Member =
    std::remove_cvref_t<decltype(boost::pfr::detail::sequence_tuple::get<Index>(tie(std::declval<Record&>())))>;

template <typename Record, std::size_t... Index>
constexpr bool signs_agree(const RecordRow& row, std::index_sequence<Index...>) {
    return ((is_signed_element<Member<Record, Index>>() == row.fields[Index].is_signed) && ...);
}

template <typename Record>
constexpr Drift drift(const RecordRow& row) {
    if (sizeof(Record) != row.size) return Drift::size;
    if (alignof(Record) != row.align) return Drift::alignment;
    if (field_count<Record> != row.field_count) return Drift::field_count;
    for (std::size_t index = 0; index < row.field_count; ++index) {
        for (std::size_t at = 0; at < row.fields[index].size; ++at) {
            const std::size_t found = owner<Record>(row.fields[index].offset + at);
            if (found == nowhere) return Drift::implicit_padding;
            if (found != index) return Drift::offset_or_width;
        }
    }
    if (!signs_agree<Record>(row, std::make_index_sequence<field_count<Record>>{})) {
        return Drift::signedness;
    }
    return Drift::none;
}

}  // namespace conforms_detail
}  // namespace abi

/// Fails to compile unless `Type` has the layout of `row`; the message names the first difference.
#define ABI_CONFORMS(Type, row)                                                                                \
    static_assert(::abi::conforms_detail::drift<Type>(row) != ::abi::conforms_detail::Drift::size,             \
                  #Type " has another size than " #row);                                                       \
    static_assert(::abi::conforms_detail::drift<Type>(row) != ::abi::conforms_detail::Drift::alignment,        \
                  #Type " has another alignment than " #row);                                                  \
    static_assert(::abi::conforms_detail::drift<Type>(row) != ::abi::conforms_detail::Drift::field_count,      \
                  #Type " has more or fewer fields than " #row);                                               \
    static_assert(::abi::conforms_detail::drift<Type>(row) != ::abi::conforms_detail::Drift::implicit_padding, \
                  #Type " has padding that no field declares, unlike " #row);                                  \
    static_assert(::abi::conforms_detail::drift<Type>(row) != ::abi::conforms_detail::Drift::offset_or_width,  \
                  #Type " has a field at another offset or of another width than " #row);                      \
    static_assert(::abi::conforms_detail::drift<Type>(row) != ::abi::conforms_detail::Drift::signedness,       \
                  #Type " has a field that is signed on one side only, unlike " #row)

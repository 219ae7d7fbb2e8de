// C++'s own declarations, enumerated by Boost.PFR, named by the rows that stand beside them. What PFR cannot bind (a
// union, a bit-field) is taken by its members' names from members.h: RECORDS_BY_PFR(X), RECORDS_BY_NAME(X).
#include <abi/conforms.hpp>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "lines.h"
#include "members.h"
#include "vectors.hpp"

namespace {

using namespace vectors;

template <typename Value>
wide bits_of(Value value) {
    if constexpr (std::is_same_v<Value, float>) {
        return bits_of_float(value);
    } else if constexpr (std::is_same_v<Value, double>) {
        return bits_of_double(value);
    } else {
        return static_cast<wide>(value);
    }
}

template <typename Value>
bool is_negative(Value value) {
    if constexpr (std::is_enum_v<Value>) {
        return static_cast<std::underlying_type_t<Value>>(value) < 0;
    } else if constexpr (std::is_floating_point_v<Value>) {
        return false;
    } else {
        return value + 0 < 0;
    }
}

template <typename Place>
auto value_of(wide bits) {
    using Value = std::remove_reference_t<Place>;
    if constexpr (std::is_same_v<Value, float>) {
        return float_of(bits);
    } else if constexpr (std::is_same_v<Value, double>) {
        return double_of(bits);
    } else {
        return static_cast<Value>(bits);
    }
}

template <typename Type>
constexpr const abi::RecordRow* row_of = nullptr;
#define ROW(Type) \
    template <>   \
    constexpr const abi::RecordRow* row_of<Type> = &rows::Type;
RECORDS_BY_PFR(ROW)

/// Calls visit(path, scalar) for every scalar in `value`.
template <typename Value, typename Visit>
void for_each(Value& value, const std::string& path, const Visit& visit) {
    if constexpr (std::is_array_v<Value>) {
        std::size_t index = 0;
        for (auto& element : value) for_each(element, path + "[" + std::to_string(index++) + "]", visit);
    } else if constexpr (std::is_class_v<Value>) {
        static_assert(row_of<Value> != nullptr);
        const auto fields = abi::conforms_detail::tie(value);
        const auto each = [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (for_each(boost::pfr::detail::sequence_tuple::get<Index>(fields),
                      (path.empty() ? "" : path + ".") + row_of<Value>->fields[Index].name, visit),
             ...);
        };
        each(std::make_index_sequence<abi::conforms_detail::field_count<Value>>{});
    } else {
        visit(path, value);
    }
}

template <typename Type>
void show_fields(Type& record) {
    for_each(record, "",
             [](const std::string& path, auto& value) { show(path.c_str(), bits_of(value), is_negative(value)); });
}

template <typename Type>
void put_field(Type& record, const char* wanted, wide bits) {
    bool is_found = false;
    for_each(record, "", [&](const std::string& path, auto& value) {
        if (path != wanted) return;
        value = value_of<decltype(value)>(bits);
        is_found = true;
    });
    if (!is_found) no_field(wanted);
}

#define SHOW(member) show(#member, bits_of(record.member), is_negative(record.member));
#define PUT(member)                                              \
    if (std::string_view(path) == #member) {                     \
        record.member = value_of<decltype(record.member)>(bits); \
        return;                                                  \
    }
#define FUNCTIONS(Type)                                         \
    template <>                                                 \
    void show_fields(Type& record) {                            \
        MEMBERS_OF_##Type(SHOW)                                 \
    }                                                           \
    template <>                                                 \
    void put_field(Type& record, const char* path, wide bits) { \
        MEMBERS_OF_##Type(PUT) no_field(path);                  \
    }
RECORDS_BY_NAME(FUNCTIONS)

template <typename Type>
void answer(const std::string& verb) {
    Type record;
    std::memset(&record, 0, sizeof record);
    if (verb == "decode") {
        read_hex(next_word(), &record, sizeof record);
        show_fields(record);
        return;
    }
    for (char* word = next_word(); word != nullptr; word = next_word()) {
        char* equals = std::strchr(word, '=');
        *equals = '\0';
        put_field(record, word, parse(equals + 1));
    }
    show_hex(&record, sizeof record);
}

}  // namespace

int main() {
    for (const char* verb = next_line(); verb != nullptr; verb = next_line()) {
        const std::string name = next_word();
#define ANSWER(Type) \
    if (name == #Type) answer<Type>(verb);
        RECORDS_BY_PFR(ANSWER)
        RECORDS_BY_NAME(ANSWER)
        std::puts("");
    }
    return 0;
}

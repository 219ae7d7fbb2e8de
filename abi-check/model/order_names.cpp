#include "model/order_names.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace abi {
namespace {

using Table = std::unordered_map<std::string_view, ByteOrder>;

const Table& names() {
    static const Table made{
#define ORDER_NAME(order, name) {name, ByteOrder::order},
#define ORDER_WRAPPER(name)
#define ORDER_ARGUMENT(order, name)
#include "model/order_names.def"
#undef ORDER_NAME
#undef ORDER_WRAPPER
#undef ORDER_ARGUMENT
    };
    return made;
}

const std::set<std::string_view>& wrappers() {
    static const std::set<std::string_view> made{
#define ORDER_NAME(order, name)
#define ORDER_WRAPPER(name) name,
#define ORDER_ARGUMENT(order, name)
#include "model/order_names.def"
#undef ORDER_NAME
#undef ORDER_WRAPPER
#undef ORDER_ARGUMENT
    };
    return made;
}

const Table& arguments() {
    static const Table made{
#define ORDER_NAME(order, name)
#define ORDER_WRAPPER(name)
#define ORDER_ARGUMENT(order, name) {name, ByteOrder::order},
#include "model/order_names.def"
#undef ORDER_NAME
#undef ORDER_WRAPPER
#undef ORDER_ARGUMENT
    };
    return made;
}

/// "u#be" for "u32be": the first run of two or three digits as `#`, as in the table.
std::string as_pattern(std::string_view name) {
    constexpr std::string_view digits = "0123456789";
    std::string made(name);
    const auto begin = made.find_first_of(digits);
    if (begin == std::string::npos) return made;
    const auto end = std::min(made.find_first_not_of(digits, begin), made.size());
    if (end - begin == 2 || end - begin == 3) made.replace(begin, end - begin, "#");
    return made;
}

/// "order::big" is "big", "zerocopy::U32" is "U32".
std::string_view last_part(std::string_view name) {
    const auto at = name.find_last_of(":. )");
    return at == std::string_view::npos ? name : name.substr(at + 1);
}

/// A name without its arguments: "zerocopy::U32" of "zerocopy::U32<zerocopy::BigEndian>".
std::string_view without_arguments(std::string_view name) {
    return name.substr(0, name.find('<'));
}

std::optional<ByteOrder> order_of_arguments(std::string_view name) {
    const auto begin = name.find('<');
    while (begin != std::string_view::npos && !name.empty()) {
        const auto end = name.find_last_of("<,>");
        if (end == std::string_view::npos) return std::nullopt;
        const auto word = last_part(name.substr(end + 1));
        if (const auto found = arguments().find(word); found != arguments().end()) return found->second;
        name = name.substr(0, end);
    }
    return std::nullopt;
}

/// What one name states. Nothing: it states nothing. `native`: the user says that it states no order.
std::optional<ByteOrder> order_of(std::string_view name, const OrderTypes& own) {
    for (const auto part : {name, without_arguments(name), last_part(without_arguments(name))}) {
        if (const auto found = own.find(part); found != own.end()) return found->second;
    }
    return order_of_name(name);
}

}  // namespace

std::optional<ByteOrder> order_of_name(std::string_view name) {
    const auto pattern = as_pattern(last_part(without_arguments(name)));
    if (const auto found = names().find(pattern); found != names().end()) return found->second;
    return wrappers().contains(pattern) ? order_of_arguments(name) : std::nullopt;
}

std::optional<StatedOrder> order_stated_by(const Type& type, const OrderTypes& own) {
    const auto take = [&](std::string_view name) -> std::optional<StatedOrder> {
        const auto order = order_of(name, own);
        return order ? std::optional(StatedOrder{*order, std::string(name)}) : std::nullopt;
    };
    auto stated = take(type.spelling);
    for (std::string_view rest = type.typedefs; !stated && !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        stated = take(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!stated && type.kind == Kind::record) stated = take(type.name);
    if (stated && stated->order == ByteOrder::native) stated.reset();
    return stated;
}

}  // namespace abi

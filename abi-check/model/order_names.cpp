#include "model/order_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace abi {
namespace {

using Row = std::pair<std::string_view, ByteOrder>;

constexpr std::array names{
#define ORDER_NAME(order, name) Row{name, ByteOrder::order},
#define ORDER_WRAPPER(name)
#define ORDER_ARGUMENT(order, name)
#include "model/order_names.def"
#undef ORDER_NAME
#undef ORDER_WRAPPER
#undef ORDER_ARGUMENT
};
constexpr std::array wrappers{
#define ORDER_NAME(order, name)
#define ORDER_WRAPPER(name) std::string_view(name),
#define ORDER_ARGUMENT(order, name)
#include "model/order_names.def"
#undef ORDER_NAME
#undef ORDER_WRAPPER
#undef ORDER_ARGUMENT
};
constexpr std::array arguments{
#define ORDER_NAME(order, name)
#define ORDER_WRAPPER(name)
#define ORDER_ARGUMENT(order, name) Row{name, ByteOrder::order},
#include "model/order_names.def"
#undef ORDER_NAME
#undef ORDER_WRAPPER
#undef ORDER_ARGUMENT
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether a pattern of the table matches: `#` stands for two or three digits.
bool matches(std::string_view pattern, std::string_view name) {
    const auto at = pattern.find('#');
    if (at == std::string_view::npos) return pattern == name;
    const auto before = pattern.substr(0, at);
    const auto behind = pattern.substr(at + 1);
    if (name.size() <= pattern.size() || !name.starts_with(before) || !name.ends_with(behind)) return false;
    const auto digits = name.substr(at, name.size() - before.size() - behind.size());
    return digits.size() <= 3 && std::ranges::all_of(digits, is_digit);
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
        const auto found = std::ranges::find(arguments, word, &Row::first);
        if (found != arguments.end()) return found->second;
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
    const auto word = last_part(without_arguments(name));
    for (const auto& [pattern, order] : names) {
        if (matches(pattern, word)) return order;
    }
    if (std::ranges::none_of(wrappers, [&](auto pattern) { return matches(pattern, word); })) return std::nullopt;
    return order_of_arguments(name);
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

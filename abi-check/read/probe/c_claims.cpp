// Claims in C and C++: static assertions about expressions that the language defines.
#include "read/probe/claims.h"

namespace abi::probe {
namespace {

/// More extents than these are not removed from an array.
constexpr std::size_t most_extents = 4;

/// The parts that differ between C and C++.
struct Texts {
    std::string_view assertion;
    std::string_view alignment;
    std::string_view element;  // declares abi_t@n, the type of one element of the field
    std::string_view kind;     // of an element: 1 and 2 are integers, 2 is signed
    std::string_view sign;
    std::string_view negative;  // whether the constant is negative
    std::string_view enum_sign;
};

constexpr Texts in_c{.assertion = "_Static_assert",
                     .alignment = "_Alignof(abi_r@o)",
                     .element = "",
                     .kind = "ABI_KIND(*(abi_t@n*)0)",
                     .sign = "(ABI_KIND(*(abi_t@n*)0) == 2)",
                     .negative = "((@name) < 0)",
                     .enum_sign = "((abi_r@o)-1 < 0)"};

constexpr Texts in_cpp{
    .assertion = "static_assert",
    .alignment = "alignof(abi_r@o)",
    .element =
        "typedef abi_probe::bare<abi_probe::innermost<abi_probe::bare<abi_probe::stored<decltype("
        "((abi_r@o*)0)->@name)>::type>::type>::type>::type abi_t@n; ",
    .kind =
        "(abi_probe::kind<abi_t@n>::code == 7 || abi_probe::kind<abi_t@n>::code == 5 ? 1 : "
        "+abi_probe::kind<abi_t@n>::code)",
    .sign = "abi_probe::kind<abi_t@n>::sign",
    .negative = "(abi_probe::kind<abi_probe::bare<decltype(@name)>::type>::sign && (ABI_U)(@name) >> 63)",
    .enum_sign = "abi_probe::kind<abi_r@o>::sign"};

/// The type of one element in C: a step for each extent.
std::string element_in_c(const Plan& plan, std::size_t number, const Words& words) {
    std::string text = fill(plan, number, "typedef __typeof__(((abi_r@o*)0)->@name) abi_t@n_0; ", words);
    for (std::size_t level = 0; level < most_extents; ++level) {
        text += fill(plan, number, "typedef ABI_ELEMENT(abi_t@n_@l) abi_t@n_@k; ",
                     {{"l", std::to_string(level)}, {"k", std::to_string(level + 1)}});
    }
    return text + fill(plan, number, "typedef abi_t@n_@k abi_t@n; ", {{"k", std::to_string(most_extents)}});
}

/// offsetof finds a member of a base by its last name. If that is another member, the control fails.
std::string offset_of(std::string_view field) {
    const auto at = field.rfind("::");
    return "__builtin_offsetof(abi_r@o, " + std::string(at == field.npos ? field : field.substr(at + 2)) + ")";
}

std::string end_of(std::string_view field) {
    if (field.empty()) return "0";
    return "(" + offset_of(field) + " + sizeof(((abi_r@o*)0)->" + std::string(field) + "))";
}

std::string gap(const Claim& claim) {
    const auto end = claim.next.empty() ? "sizeof(abi_r@o)" : offset_of(claim.next);
    return end + " - " + end_of(claim.field);
}

/// The bits of a value of up to 64 bits.
std::string bits_of(const Integer& value) {
    return std::to_string(value.negative ? 0 - value.low : value.low) + "ULL";
}

}  // namespace

std::string c_claim(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    const auto& claim = claim_of(plan, item);
    const auto& value = compared_number(plan, item);
    const bool is_cpp = plan.request.language == "cpp";
    const Texts& texts = is_cpp ? in_cpp : in_c;
    const bool is_constant = claim.what == Claim::What::constant || claim.what == Claim::What::value;
    const Words words{{"name", is_constant ? claim.name : claim.field}};
    const auto element = is_cpp ? std::string(texts.element) : element_in_c(plan, number, words);
    const auto is_equal = [&](std::string_view measured) {
        return std::string(texts.assertion) + "(" + std::string(measured) + " == " + std::to_string(value.low) +
               ", \"\");";
    };
    std::string text;
    switch (claim.what) {
    case Claim::What::record: break;
    case Claim::What::size:
    case Claim::What::enum_size: text = is_equal("sizeof(abi_r@o)"); break;
    case Claim::What::alignment: text = is_equal(texts.alignment); break;
    // A function and a bit-field have no size, but a comma expression of them has one.
    case Claim::What::field:
        text = std::string(texts.assertion) + "(sizeof((void)((abi_r@o*)0)->@name, 1) != 0, \"\");";
        break;
    case Claim::What::offset: text = is_equal(offset_of(claim.field)); break;
    case Claim::What::width: text = is_equal("sizeof(((abi_r@o*)0)->@name)"); break;
    case Claim::What::element: text = element + is_equal("sizeof(abi_t@n)"); break;
    case Claim::What::sign: text = element + is_equal(texts.sign); break;
    case Claim::What::kind:
        text = element + is_equal("(" + std::string(texts.kind) + " == 2 ? 1 : " + std::string(texts.kind) + ")");
        break;
    case Claim::What::gap: text = is_equal(gap(claim)); break;
    case Claim::What::constant: text = std::string(texts.assertion) + "(sizeof((void)(@name), 1) != 0, \"\");"; break;
    case Claim::What::value:
        text = std::string(texts.assertion) + "(" + std::string(texts.negative) +
               " == " + (value.negative ? "1" : "0") + " && (ABI_U)(@name) == " + bits_of(value) + ", \"\");";
        break;
    case Claim::What::enum_sign: text = is_equal(texts.enum_sign); break;
    }
    return fill(plan, number, text, words);
}

}  // namespace abi::probe

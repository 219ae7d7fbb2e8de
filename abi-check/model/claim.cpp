#include "model/claim.h"

#include <utility>

namespace abi {

unsigned kind_class(Kind kind) {
    switch (kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
    case Kind::enumeration:
    case Kind::byte: return 1;
    case Kind::floating: return 3;
    case Kind::boolean: return 4;
    case Kind::pointer: return 6;
    case Kind::record: return 8;
    case Kind::unknown: break;
    }
    return 0;
}

bool is_about_absence(const Claim& claim) {
    const bool is_declaration =
        claim.what == Claim::What::record || claim.what == Claim::What::field || claim.what == Claim::What::constant;
    return is_declaration && claim.expected != Integer{};
}

bool is_about_presence(const Claim& claim) {
    return claim.what == Claim::What::field && claim.expected == Integer{};
}

std::string assertion_text(const Claim& claim) {
    const auto& [what, name, field, next, expected, actual, unit] = claim;
    const std::string path = name + "." + field;
    const std::string equals = " == " + std::to_string(expected.low);
    const bool is_set = expected != Integer{};
    switch (what) {
    case Claim::What::record: return name + " is declared";
    case Claim::What::size:
    case Claim::What::enum_size: return "sizeof(" + name + ")" + equals;
    case Claim::What::alignment: return "alignof(" + name + ")" + equals;
    case Claim::What::field: return is_set ? path + " is declared" : path + " is not declared";
    case Claim::What::offset: return "offsetof(" + name + ", " + field + ")" + equals;
    case Claim::What::width: return "sizeof(" + path + ")" + equals;
    case Claim::What::element: return "sizeof(one element of " + path + ")" + equals;
    case Claim::What::sign: return path + (is_set ? " is signed" : " is unsigned");
    case Claim::What::kind: break;
    case Claim::What::gap:
        return "no byte of " + name + " lies between " + (field.empty() ? "its begin" : field) + " and " +
               (next.empty() ? "its end" : next);
    case Claim::What::constant: return name + " is declared";
    case Claim::What::value: return name + " == " + to_string(expected);
    case Claim::What::enum_sign: return name + (is_set ? " is signed" : " is unsigned");
    }
    for (const auto& [kind, words] :
         {std::pair{Kind::unsigned_integer, " is an integer"}, std::pair{Kind::floating, " is a floating-point number"},
          std::pair{Kind::boolean, " is a truth value"}, std::pair{Kind::pointer, " is a pointer"},
          std::pair{Kind::record, " is a record"}}) {
        if (expected.low == kind_class(kind)) return path + words;
    }
    return path + " has the kind of the spec";
}

ClaimAnswer both(const Claim& claim, ClaimAnswer one, ClaimAnswer other) {
    using enum ClaimAnswer::State;
    const bool is_missing = is_about_absence(claim) && claim.what != Claim::What::field;
    const auto first = is_missing ? refuted : proved;
    const auto second = is_missing ? not_asked : refuted;
    for (const auto state : {first, second}) {
        if (one.state == state) return one;
        if (other.state == state) return other;
    }
    return one;
}

}  // namespace abi

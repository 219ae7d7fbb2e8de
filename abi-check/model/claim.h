// What a finding claims about a declaration of a layer, as assertions that the layer's own compiler can judge
// (--prove):
//
//     finding "Packet.arg: expected offset 8, found offset 4"
//       └─► claim   offset of arg in Packet, expected 8, actual 4
//             ├─► offsetof(Packet, arg) == 8   the compiler must refuse this: the finding claims that it is false
//             └─► offsetof(Packet, arg) == 4   the compiler must accept this: otherwise the first was refused for
//                                              another reason, such as a name that the compiler does not know
#pragma once

#include <string>

#include "model/layout.h"

namespace abi {

struct Claim {
    enum class What {
        record,     // whether the record is declared: 1 or 0
        size,       // of the record, in bytes
        alignment,  // of the record, in bytes
        field,      // whether the record has the field: 1 or 0
        offset,     // of the field, in bytes
        width,      // of the field with all of its elements, in bytes
        element,    // of one element of the field, in bytes
        sign,       // of the elements of the field: 1 signed, 0 not
        kind,       // of the elements of the field, see kind_class
        gap,        // bytes between the end of `field` and `next`; `next` empty: the end of the record
        constant,   // whether the constant or enumerator is declared: 1 or 0
        value,      // of the constant or enumerator
        enum_size,  // of the enumeration, in bytes
        enum_sign,  // 1 signed, 0 not
    };
    What what{};
    std::string name;   // of the record, the constant or the enumeration, as the spec has it
    std::string field;  // as the layer has it, a path if it lies in a nested record: "time.tv_sec"; of an enumerator:
                        // its enumeration
    std::string next{};
    Integer expected{};
    Integer actual{};
    std::string unit{};  // the file whose compilation declares the record; empty: not known

    friend bool operator==(const Claim&, const Claim&) = default;
};

/// 1 for every integer, also that of an enumeration, and for raw bytes; 3 for a floating-point number; 4 for a truth
/// value; 6 for a pointer; 8 for a record; 0 if the kind is unknown.
unsigned kind_class(Kind kind);

/// Whether the claim is that something is not declared. Then nothing can be asserted about what is found instead.
bool is_about_absence(const Claim& claim);

/// Whether the claim is that a field is declared which the spec does not have. Then the compiler must only accept it.
bool is_about_presence(const Claim& claim);

/// The assertion that must be refused, in words of C: "offsetof(Packet, arg) == 8".
std::string assertion_text(const Claim& claim);

/// How a compiler judged a claim.
struct ClaimAnswer {
    enum class State {
        not_asked,  // it could not judge it
        proved,     // it refused the assertion that the finding claims to be false
        refuted,    // it accepted that assertion
    };
    State state = State::not_asked;
    std::string why{};  // it could not judge it: what it said
};

/// The answer for two places of a layer, or for two names. A record or a constant that is missing must be missing in
/// both; any other claim is proved if it is proved in one of them, as several declarations may have one name.
ClaimAnswer both(const Claim& claim, ClaimAnswer one, ClaimAnswer other);

/// What came of a finding.
struct Proof {
    bool is_proved = false;
    std::string text{};  // the assertion that the compiler refused, or why it was not asked

    friend bool operator==(const Proof&, const Proof&) = default;
};

}  // namespace abi

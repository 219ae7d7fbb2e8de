// Pairs the declarations of two sides that use different names.
//
//     first: packet_t  outer::in  hdr        second: PacketT  Inner  hdr  extra
//            packet_t ─ PacketT     equal but for capitals and underscores
//            outer::in ─ Inner      the types of two fields that are paired
//            hdr ─ hdr              equal
//            usb_setup ─ Setup      equal behind a beginning that more than half of the names of a side have
//            extra                  only on the second side
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

struct NamePair {
    std::string first;
    std::string second;
};

struct NamePairs {
    std::vector<NamePair> pairs;           // in the order of the first side
    std::vector<std::string> first_only;   // in the order of their side
    std::vector<std::string> second_only;  // the same
};

/// The second side's name of a first side's name; empty: it has none.
std::string second_name(const NamePairs& names, std::string_view first);
/// The first side's name of a second side's name; empty: it has none.
std::string first_name(const NamePairs& names, std::string_view second);

struct Pairing {
    NamePairs records;
    NamePairs enums;
    NamePairs constants;              // with the typedefs (see typedef_name.h)
    std::vector<std::string> unused;  // first names of `meant` that a side does not have
};

/// A name without its scopes, capitals and underscores: "cmdpackett" of "hal::cmd_packet_t".
std::string folded_name(std::string_view name);

/// A key that is equal for the spellings of a name in several languages: "cmd_packet_t", "CmdPacket" and
/// "hal::CmdPacket".
std::string plain_key(std::string_view name);

/// The longest beginning up to a "_" that more than half of the names have, and at least three: "usb_" of "usb_setup",
/// "usb_packet", "usb_state" and "page". C has it where other languages have a scope. Empty: there is none.
std::string common_beginning(std::span<const std::string> names);

/// `meant` is what the user states: the first side's name -> the second side's; a scope may be left out if one name
/// only ends so. Then names are paired that are equal, that have the same last component, or the same plain_key, also
/// behind the side's common_beginning() (but not a record without a promised layout and one of another size); then the
/// types of fields of paired records that have the same name; last,
/// records with the same fields at the same offsets. A name is paired by a weaker rule only if it is the only one of
/// its side to which the rule applies, or the only one of those that has no scope. `first` and `second`: one layout for
/// each target.
Pairing pair_names(std::span<const Layout> first, std::span<const Layout> second,
                   const std::map<std::string, std::string>& meant);

}  // namespace abi

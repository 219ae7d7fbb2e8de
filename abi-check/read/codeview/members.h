// The members of a record or an enumeration: a field list (LF_FIELDLIST), continued by others (LF_INDEX).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/ADT/APSInt.h"
#include "read/codeview/stream.h"

namespace abi::codeview {

/// Limits time and memory in proportion to the size of the file. Every list that is read and every field that is made
/// spends some of it, because a hostile file can let many records share one long list.
struct Effort {
    std::size_t left = 0;
    bool spend(std::size_t bytes) {
        const bool is_enough = bytes <= left;
        left = is_enough ? left - bytes : 0;
        return is_enough;
    }
};
inline constexpr const char* no_effort_left = "its CodeView expands into more than its file can describe";

struct Member {
    enum class What {
        field,         // LF_MEMBER
        base,          // LF_BCLASS
        virtual_base,  // LF_VBCLASS, LF_IVBCLASS
        table,         // LF_VFUNCTAB: the pointer to the virtual functions; it lies at the begin of its class
    };
    What what = What::field;
    std::string_view name;
    cv::TypeIndex type;
    std::uint64_t offset_bytes = 0;
};

struct Value {
    std::string_view name;
    llvm::APSInt value;
};

struct MemberList {
    std::vector<Member> members;
    std::vector<Value> values;            // of an enumeration
    std::vector<cv::TypeIndex> declared;  // the types that the record declares, each as often as it does
    std::string problem;                  // why members may be missing, in words; empty: all are known
};

/// Reads a list. Methods, static members and friends take no room in a record, and are left out.
MemberList read_members(const TypeStream& types, cv::TypeIndex list, Effort& effort);

}  // namespace abi::codeview

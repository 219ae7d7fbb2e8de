// The records and enumerations of one image, and where each is defined.
//
//     0x1004 LF_STRUCTURE "Packet", forward reference   ─┐ a field refers to 0x1004
//     0x100D LF_STRUCTURE "Packet", 32 bytes            ◄┘ its definition is found by the unique name, or by the name
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "read/codeview/stream.h"

namespace abi::codeview {

struct Tag {
    enum class Kind { structure, union_, enumeration };

    Kind kind = Kind::structure;
    cv::TypeIndex index;
    std::string_view written;      // with its scopes, as the compiler writes it: "core::Ring", "S::<unnamed-tag>"
    std::string_view unique;       // the decorated name of C++, or empty
    cv::TypeIndex members;         // its field list
    cv::TypeIndex integer;         // of an enumeration: the type of its values
    std::uint64_t size_bytes = 0;  // of a record that is defined
    bool is_declaration = false;   // a forward reference
    bool is_local = false;         // declared in the body of a function

    bool is_enumeration() const { return kind == Kind::enumeration; }
};

class Tags {
  public:
    explicit Tags(const TypeStream& types);

    /// In the order of their numbers.
    const std::vector<Tag>& all() const { return all_; }
    /// The definition of a record or enumeration. If the image has none, or several of one name and different sizes, it
    /// is the forward reference itself. Null for other types.
    const Tag* find(cv::TypeIndex index) const;
    /// Whether a record or an enumeration has this name: "ns" of "ns::K" is a namespace unless it has.
    bool has_scope(std::string_view name) const { return scopes_.contains(name); }

  private:
    static constexpr std::uint32_t several = ~std::uint32_t{0};

    void add(const Tag& tag);
    void define(const Tag& tag, std::uint32_t number);

    std::vector<Tag> all_;
    llvm::DenseMap<std::uint32_t, std::uint32_t> by_number_;
    llvm::StringMap<std::uint32_t> definitions_;  // by the unique name, else by the name; `several` if unclear
    llvm::StringMap<char> scopes_;
};

/// Whether the source names the type. The compiler gives others names such as "<unnamed-tag>".
bool has_name(const Tag& tag);

/// The name without scopes that have no name in the source: "S::In" of "S::<unnamed-tag>::In", "P" of "`anonymous
/// namespace'::P". Empty if the type itself has none. A type of a function has its last component only.
std::string name_of(const Tag& tag);

/// Whether the type lies in a namespace without a name.
bool is_in_nameless_namespace(const Tag& tag);

}  // namespace abi::codeview

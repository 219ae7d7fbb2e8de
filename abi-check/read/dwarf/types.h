// From DWARF's types to the model's.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <unordered_map>

#include "read/dwarf/context.h"

namespace abi::dwarf {

/// Finds the definitions of C++ types that a unit only declares. With -flimit-debug-info, clang describes a class with
/// a key function, or with constructors that another unit defines, in one unit of the program only. The first call of
/// `find` looks through the whole program. Several threads may call it.
class Definitions {
  public:
    explicit Definitions(const Program& program) : program_(program) {}

    /// Returns the first definition of a record or an enumeration with this qualified name, or no_die.
    DieRef find(std::string_view qualified_name) const;

  private:
    void look() const;

    const Program& program_;
    mutable std::once_flag looked_;
    mutable std::unordered_map<std::uint64_t, DieRef> found_;  // by fingerprint of the name
};

/// The strings of all units of a program. Most units share one section; the units that dwz moved have their own.
StringsOfSections strings_of(const Program& program, const WantedNames& wanted);

/// The units that a thread has read, and their types. Each thread has its own.
class Types {
  public:
    /// `definitions` finds C++ types that a unit only declares; it may be null. `strings`: as in ObjectProgram.
    explicit Types(const Program& program, bool in_functions = false, const Definitions* definitions = nullptr,
                   const StringsOfSections* strings = nullptr)
        : program_(program), in_functions_(in_functions), definitions_(definitions), strings_(strings) {}

    const Program& program() const { return program_; }

    /// Returns the unit's context, and walks through its entries the first time.
    UnitContext& context_of(const Unit& unit);
    /// Returns null if the reference is not in a unit.
    UnitContext* context_of(DieRef reference);
    /// Returns false if there is no entry.
    bool read(DieRef reference, Die& die);
    /// Drops contexts if there are many. References into them become invalid.
    void forget_some();

    /// Of the records and enumerations that were read in full (likeness.h).
    llvm::DenseSet<std::uint64_t>& seen() { return seen_; }

    /// Does not fail: a type that cannot be read is unknown.
    const Type& type_of(DieRef reference);
    /// Returns the definition of a declaration, from its type unit or from another unit of a C++ program, or else the
    /// reference itself.
    DieRef definition_of(DieRef reference);

    /// Returns "core::CmdPacket", or the name of the typedef if the type has no name, or "".
    std::string qualified_name(DieRef tag);
    /// Returns the type as debug information writes it: "uint32_t", "unsigned char", "Foo *".
    std::string spelling_of(DieRef reference);
    /// Returns the typedefs behind that name, from the outside in: "__be32 __u32".
    std::string typedefs_of(DieRef reference);

  private:
    struct Reading {
        UnitContext& context;
        const Die& die;
        unsigned depth;
    };
    const Type& type_of(DieRef reference, unsigned depth);
    Type make(const Reading& at);
    Type base(const Reading& at) const;
    static Type text(const Die& die);
    Type alias(const Reading& at);
    Type pointer_to_member(const Reading& at);
    Type array(const Reading& at);
    Type subrange(const Reading& at);
    std::optional<std::uint64_t> count_of(const Reading& at);
    static std::uint64_t count_values(const Reading& at, std::uint64_t least, std::uint64_t greatest);
    Type record(const Reading& at);
    Type enumeration(const Reading& at);
    std::optional<Type> inside(const Reading& at, std::uint64_t width_bits);
    const Type* template_argument(const Reading& at);
    const Type* single_member(const Reading& at);
    const Type* empty_array_in(const Reading& at);
    const Type* number_in_newtype(const Reading& at);
    const Type* number_in_option(const Reading& at);
    std::optional<Type> inside_rust(const Reading& at);
    const Type* pointer_in_zig_optional(const Reading& at);
    static std::string_view scope_name(const Reading& at);

    const Program& program_;
    bool in_functions_;
    const Definitions* definitions_;
    const StringsOfSections* strings_;
    std::unordered_map<const Unit*, std::unique_ptr<UnitContext>> contexts_;
    std::map<std::tuple<const char*, std::uint64_t, std::uint32_t>, std::shared_ptr<AbbrevTable>> abbrevs_;
    UnitContext* last_ = nullptr;
    llvm::DenseSet<std::uint64_t> seen_;
};

}  // namespace abi::dwarf

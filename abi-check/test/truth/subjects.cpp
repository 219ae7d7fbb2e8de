#include <algorithm>

#include "test/truth/shape.h"

namespace abi::truth {
namespace {

bool any_of_bases(const Unit& unit, const Shape& shape, bool (*holds)(const Unit&, const Shape&)) {
    return std::ranges::any_of(shape.bases, [&](const Base& base) { return holds(unit, unit.shapes.at(base.record)); });
}

Type written_type(const Unit& unit, const Member& member, const std::string& inner_name) {
    Type type;
    type.extents = member.extents;
    type.flexible_tail = member.flexible;
    // An array without an element was the flexible tail before C99 6.7.2.1.
    if (!type.extents.empty() && type.extents.front() == 0) {
        type.extents.erase(type.extents.begin());
        type.flexible_tail = true;
    }
    switch (member.of) {
    case Member::Of::scalar: {
        const auto& scalar = scalars_of(unit.language).at(member.index);
        type.kind = scalar.kind;
        if (scalar.before == "char") type.spelling = scalar.before;
        break;
    }
    case Member::Of::enumeration: type.kind = Kind::enumeration; break;
    case Member::Of::record:
    case Member::Of::inner: type.kind = member.is_pointer ? Kind::pointer : Kind::record; break;
    }
    type.name = inner_name;
    return type;
}

/// How the type of a shape is spelled: "struct R1", "R1::T2"; in Zig's table, which imports it, "unit.R1".
std::string type_of(const Unit& unit, const Shape& shape, const std::string& scope) {
    if (unit.language == Language::c) return (shape.is_union ? "union " : "struct ") + shape.tag;
    if (unit.language == Language::zig) return "unit." + shape.tag;
    return unit.language == Language::cpp && !scope.empty() ? scope + "::" + shape.tag : shape.tag;
}

class SubjectMaker {
  public:
    explicit SubjectMaker(const Unit& unit) : unit_(unit) {}

    std::vector<Subject> make() {
        // Zig, Go and Rust qualify by the name of the file, package or crate, and Rust by the module.
        std::string scope;
        if (unit_.language == Language::zig || unit_.language == Language::go) scope = "unit.";
        if (is_rust(unit_.language)) scope = "unit::";
        for (const auto& shape : unit_.shapes) {
            top_ = &shape;
            const auto module = shape.module.empty() ? "" : shape.module + "::";
            add(shape, type_of(unit_, shape, ""), scope + module + shape.tag, shape.tag);
        }
        return std::move(made_);
    }

  private:
    bool is_cpp() const { return unit_.language == Language::cpp; }

    /// What is defined within is added first, as compilers meet its end first.
    void add(const Shape& shape, const std::string& type, const std::string& name, const std::string& scope) {
        Subject subject;
        blanks_ = 0;
        subject.type = type;
        subject.top = top_;
        subject.record.name = name;
        subject.record.kind = shape.is_union ? RecordKind::union_ : RecordKind::structure;
        add_bases(shape, "", false, subject);
        add_members(shape, subject,
                    {.prefix = "",
                     .no_expression = false,
                     .scope = scope,
                     .in_packed = unit_.language == Language::zig && shape.packed,
                     .defines = true});
        // GCC has no constant objects of what has a virtual table; nor has C++ any of a union in which only a part of
        // a struct was ever written to; and of bytes that two members share clang keeps those of one.
        for (auto& asked : subject.asked) {
            asked.has_no_expression =
                asked.has_no_expression || (asked.member->bits && (is_made(unit_, shape) || shares_room(shape)));
        }
        made_.push_back(std::move(subject));
    }

    bool shares_room(const Shape& shape) const {
        const auto shared = [&](const Member& member) {
            const auto* record = record_of(unit_, member);
            return member.shares_room || (record != nullptr && shares_room(*record));
        };
        return std::ranges::any_of(shape.members, shared) || std::ranges::any_of(shape.bases, [&](const Base& base) {
                   return shares_room(unit_.shapes.at(base.record));
               });
    }

    struct At {
        std::string prefix;          // "Base::"
        bool no_expression = false;  // in a virtual base
        std::string scope;           // of records that are defined here
        bool in_packed = false;
        bool in_part_of_union = false;
        bool defines = false;  // not a base: records within are subjects, too
    };

    void add_bases(const Shape& shape, const std::string& prefix, bool in_virtual, Subject& subject) {
        for (const auto& base : shape.bases) {
            const auto& record = unit_.shapes.at(base.record);
            if (is_empty(unit_, record)) continue;
            // A virtual base belongs to the complete object, whichever class derives from it (Itanium C++ ABI 2.4).
            const At at{(base.is_virtual ? "" : prefix) + record.tag + "::",
                        in_virtual || base.is_virtual,
                        record.tag,
                        false,
                        false,
                        false};
            add_bases(record, at.prefix, at.no_expression, subject);
            add_members(record, subject, at);
        }
    }

    void add_members(const Shape& shape, Subject& subject, const At& at) {
        for (const auto& member : shape.members) {
            if (member.name.empty() && member.of == Member::Of::inner) {
                add_anonymous(member.inner.front(), shape, subject, at);
            } else if (!member.name.empty()) {
                add_member(member, subject, at);
            }
        }
    }

    void add_anonymous(const Shape& inner, const Shape& outer, Subject& subject, At at) {
        at.in_part_of_union = at.in_part_of_union || (outer.is_union && !inner.is_union);
        add_members(inner, subject, at);
    }

    void add_member(const Member& member, Subject& subject, const At& at) {
        Field field;
        field.name = at.prefix + member.name;
        std::string inner;
        if (member.of == Member::Of::record) inner = unit_.shapes.at(member.index).tag;
        if (member.of == Member::Of::enumeration) inner = unit_.enums.at(member.index).tag;
        if (member.of == Member::Of::inner) inner = name_of_inner(member, at.scope);
        // Witnesses of Go have no common name for a record without one.
        const bool is_subject = unit_.language != Language::go;
        if (member.of == Member::Of::inner && at.defines && is_subject) add_inner(member, subject, inner);
        field.type = written_type(unit_, member, inner);
        field.bit_width = member.bits;
        const bool is_nothing = takes_no_room(unit_, member);
        if (member.name == "_") field.name = name_of_blank(is_nothing);
        subject.record.fields.push_back(std::move(field));
        subject.asked.push_back(
            {.path = member.name,
             .member = &member,
             .takes_no_room = is_nothing,
             .in_packed = at.in_packed,
             .has_no_expression = at.no_expression || (member.bits && at.in_part_of_union && is_cpp())});
    }

    /// All names of a record differ: "(unnamed)", "(unnamed 2)". Readers leave out what has no bytes.
    std::string name_of_blank(bool has_no_bytes) {
        if (has_no_bytes) return "(unnamed, without bytes)";
        ++blanks_;
        return blanks_ == 1 ? "(unnamed)" : "(unnamed " + std::to_string(blanks_) + ")";
    }

    std::string name_of_inner(const Member& member, const std::string& scope) const {
        const auto& shape = member.inner.front();
        if (shape.tag.empty()) return scope + "::" + member.name;
        return unit_.language == Language::cpp ? scope + "::" + shape.tag : shape.tag;
    }

    void add_inner(const Member& member, const Subject& owner, const std::string& name) {
        const auto& shape = member.inner.front();
        if (!shape.tag.empty()) return add(shape, type_of(unit_, shape, owner.record.name), name, name);
        std::string element = "((" + owner.type + " *)0)->" + member.name;
        for (std::size_t i = 0; i < member.extents.size(); ++i) element += "[0]";
        add(shape, "__typeof__(" + element + ")", name, name);
    }

    const Unit& unit_;
    const Shape* top_ = nullptr;
    unsigned blanks_ = 0;  // fields of the record
    std::vector<Subject> made_;
};

}  // namespace

const Shape* record_of(const Unit& unit, const Member& member) {
    if (member.of == Member::Of::inner) return &member.inner.front();
    return member.of == Member::Of::record && !member.is_pointer ? &unit.shapes.at(member.index) : nullptr;
}

bool takes_no_room(const Unit& unit, const Member& member) {
    const auto* record = record_of(unit, member);
    const bool is_nothing = record != nullptr && is_empty(unit, *record);
    if (unit.language != Language::go) return is_nothing && (unit.language != Language::cpp || member.shares_room);
    const bool is_scalar = member.of == Member::Of::scalar;
    return is_nothing || std::ranges::count(member.extents, 0U) != 0 ||
           (is_scalar && scalars_of(unit.language).at(member.index).before == "struct{}");
}

bool has_virtual_base(const Unit& unit, const Shape& shape) {
    return std::ranges::any_of(shape.bases, [](const Base& base) { return base.is_virtual; }) ||
           any_of_bases(unit, shape, has_virtual_base);
}

bool has_vtable(const Unit& unit, const Shape& shape) {
    return shape.has_virtual_function || has_virtual_base(unit, shape) || any_of_bases(unit, shape, has_vtable);
}

bool is_made(const Unit& unit, const Shape& shape) {
    return has_vtable(unit, shape) ||
           std::ranges::any_of(shape.members,
                               [&](const Member& member) {
                                   const auto* record = record_of(unit, member);
                                   return record != nullptr && is_made(unit, *record);
                               }) ||
           std::ranges::any_of(shape.bases,
                               [&](const Base& base) { return is_made(unit, unit.shapes.at(base.record)); });
}

bool has_flexible_tail(const Unit& unit, const Shape& shape) {
    const auto open = [&](const Member& member) {
        const auto* record = record_of(unit, member);
        return member.flexible || (!member.extents.empty() && member.extents.front() == 0) ||
               (record != nullptr && has_flexible_tail(unit, *record));
    };
    return std::ranges::any_of(shape.members, open) || any_of_bases(unit, shape, has_flexible_tail);
}

bool is_empty(const Unit& unit, const Shape& shape) {
    if (has_vtable(unit, shape)) return false;
    const bool all_bases =
        std::ranges::all_of(shape.bases, [&](const Base& base) { return is_empty(unit, unit.shapes.at(base.record)); });
    // C++ [meta.unary.prop]: a zero-width bit-field is no member; an unnamed one with a width makes a class non-empty
    // for its layout (Itanium C++ ABI 1.1).
    return all_bases && std::ranges::all_of(shape.members, [&](const Member& member) {
               if (member.bits) return *member.bits == 0;
               return takes_no_room(unit, member);
           });
}

std::vector<Subject> subjects_of(const Unit& unit) {
    return SubjectMaker(unit).make();
}

}  // namespace abi::truth

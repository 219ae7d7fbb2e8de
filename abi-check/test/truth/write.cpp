#include "test/truth/write.h"

#include "test/truth/crate.h"

namespace abi::truth {

std::uint64_t table_kind(Kind kind) {
    switch (kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer: return 1;
    case Kind::floating: return 2;
    case Kind::boolean: return 3;
    case Kind::pointer: return 4;
    case Kind::enumeration: return 5;
    case Kind::record: return 6;
    case Kind::byte:
    case Kind::unknown: break;
    }
    return 0;
}

std::string write_declarations(const Unit& unit, const Dialect& dialect) {
    switch (unit.language) {
    case Language::c:
    case Language::cpp: return write_c_declarations(unit, dialect);
    case Language::zig: return write_zig_declarations(unit);
    case Language::rust: return write_rust_declarations(unit);
    case Language::cargo: return write_crate_declarations(unit);
    case Language::go: return write_go_declarations(unit);
    case Language::nim: break;
    }
    return write_nim_declarations(unit);
}

std::string write_table(const Unit& unit, const std::vector<Subject>& subjects, const Dialect& dialect,
                        const std::string& file) {
    switch (unit.language) {
    case Language::c:
    case Language::cpp: return write_c_table(unit, subjects, dialect, file);
    case Language::zig: return write_zig_table(unit, subjects, file);
    case Language::rust: return write_rust_table(unit, subjects, file);
    case Language::cargo: return write_crate_table(unit, subjects);
    case Language::go: return write_go_table(unit, subjects);
    case Language::nim: break;
    }
    return write_nim_table(unit, subjects, file);
}

}  // namespace abi::truth

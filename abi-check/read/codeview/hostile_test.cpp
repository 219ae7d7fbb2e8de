// Files that are damaged, made to do harm, or that refer to other files.
#include <sstream>

#include "llvm/Support/Endian.h"
#include "read/codeview/codeview_test.h"
#include "read/codeview/pdb_file.h"

using namespace abi;
using namespace abi::test;

namespace {

Reading read_bytes(const Folder& folder, const std::string& name, const std::string& bytes,
                   std::vector<std::string> names = {}) {
    return codeview::read(request_for(folder, folder.write(name, bytes), std::move(names)));
}

/// An object for x86-64 whose section .debug$T has these types, as yaml2obj writes it.
std::string object_of(const Folder& folder, const std::string& types) {
    folder.write("a.yaml",
                 "--- !COFF\nheader: { Machine: IMAGE_FILE_MACHINE_AMD64, Characteristics: [] }\nsections:\n"
                 "  - Name: '.debug$T'\n    Characteristics: [ IMAGE_SCN_CNT_INITIALIZED_DATA ]\n    Types:\n" +
                     types + "symbols: []\n");
    run(folder, {"yaml2obj-19", "a.yaml", "-o", "a.obj"});
    return folder.path + "/a.obj";
}

Reading read_types(const std::string& types) {
    const Folder folder;
    return codeview::read(request_for(folder, object_of(folder, types)));
}

std::string structure(const std::string& list, const std::string& size = "4") {
    return "      - Kind: LF_STRUCTURE\n        Class: { MemberCount: 1, Options: [ None ], FieldList: " + list +
           ", Name: S, UniqueName: '', DerivationList: 0, VTableShape: 0, Size: " + size + " }\n";
}

std::string list_of(const std::string& members) {
    return "      - Kind: LF_FIELDLIST\n        FieldList:\n" + members;
}

std::string member(const std::string& type, const std::string& offset = "0") {
    return "          - Kind: LF_MEMBER\n            DataMember: { Attrs: 3, Type: " + type +
           ", FieldOffset: " + offset + ", Name: a }\n";
}

bool has_yaml() {
    return present("yaml2obj-19");
}

}  // namespace

TEST_CASE("Types that lie in the PDB of a type server are a problem that names it") {
    if (!has_yaml()) return;
    const auto reading = read_types(
        "      - Kind: LF_TYPESERVER2\n        TypeServer2: { Guid: '{01020304-0506-0708-090A-0B0C0D0E0F10}', Age: 1, "
        "Name: 'C:\\build\\vc140.pdb' }\n");
    CHECK(text_of(reading.problems) ==
          "a.obj: error: expected types in the object itself (compile with /Z7), or the PDB that has them, found a "
          "reference to the types in C:\\build\\vc140.pdb (LF_TYPESERVER2); name that file instead\n");
}

TEST_CASE("Types of a precompiled header are a problem that names its object") {
    if (!has_yaml()) return;
    const auto reading = read_types(
        "      - Kind: LF_PRECOMP\n        Precomp: { StartTypeIndex: 4096, TypesCount: 12, Signature: 7, "
        "PrecompFilePath: 'C:\\build\\stdafx.obj' }\n");
    CHECK(text_of(reading.problems) ==
          "a.obj: error: expected types in the object itself, or the PDB of the linked program, found types that begin "
          "in C:\\build\\stdafx.obj, the object of a precompiled header (LF_PRECOMP)\n");
}

TEST_CASE("A record whose members cannot all be read is blind, with the reason") {
    if (!has_yaml()) return;
    const std::string index = "          - Kind: LF_INDEX\n            ListContinuation: { ContinuationIndex: ";
    struct Case {
        std::string sentence, types, expected;
    };
    const Case cases[] = {
        {"a list that continues in itself", list_of(index + "4096 }\n") + structure("4096"),
         "4 blind: its list of members in CodeView continues in itself"},
        {"two lists that continue in each other",
         list_of(index + "4097 }\n") + list_of(index + "4096 }\n") + structure("4096"),
         "4 blind: its list of members in CodeView continues in itself"},
        {"a list beyond the types", structure("8192"),
         "4 blind: its list of members (0x2000) is not in the CodeView of the file"},
        {"a list that is no list", structure("4096"),
         "4 blind: its list of members (0x1000) is not in the CodeView of the file"},
        {"a member beyond any memory", list_of(member("116", "9223372036854775807")) + structure("4096"),
         "4 blind: its CodeView has a member beyond any memory"},
        {"a base that is the class itself",
         list_of("          - Kind: LF_BCLASS\n            BaseClass: { Attrs: 3, Type: 4097, Offset: 0 }\n") +
             structure("4096"),
         "4 blind: its CodeView nests bases too deeply"},
        {"a base that only another file defines",
         "      - Kind: LF_STRUCTURE\n        Class: { MemberCount: 0, Options: [ ForwardReference ], FieldList: 0, "
         "Name: "
         "B, UniqueName: '', DerivationList: 0, VTableShape: 0, Size: 0 }\n" +
             list_of("          - Kind: LF_BCLASS\n            BaseClass: { Attrs: 3, Type: 4096, Offset: 0 }\n") +
             structure("4097"),
         "4 blind: the file does not define one base of it, B"},
        {"a bit-field wider than its type",
         "      - Kind: LF_BITFIELD\n        BitField: { Type: 116, BitSize: 40, BitOffset: 0 }\n" +
             list_of(member("4096")) + structure("4097"),
         "4 blind: its CodeView has a bit-field that is wider than its type"},
        {"a size beyond any memory", list_of(member("116")) + structure("4096", "9223372036854775807"),
         "? blind: its CodeView states a size beyond any memory"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.sentence);
        CHECK(text_of(read_types(one.types), "S") == one.expected);
    }
}

TEST_CASE("A field whose type has two typedefs and no name holds a record, and does not tell which") {
    if (!has_yaml()) return;
    const Folder folder;
    const std::string udt = "          - Kind: S_UDT\n            UDTSym: { Type: 4097, UDTName: ";
    const auto types =
        list_of(member("116")) +
        "      - Kind: LF_STRUCTURE\n        Class: { MemberCount: 1, Options: [ None ], FieldList: 4096, "
        "Name: '<unnamed-tag>', UniqueName: '', DerivationList: 0, VTableShape: 0, Size: 4 }\n" +
        list_of(member("4097")) + structure("4098");
    const auto symbols =
        "  - Name: '.debug$S'\n    Characteristics: [ IMAGE_SCN_CNT_INITIALIZED_DATA ]\n    Subsections:\n"
        "      - !Symbols\n        Records:\n" +
        udt + "First }\n" + udt + "Second }\n";
    const auto reading = codeview::read(request_for(folder, object_of(folder, types + symbols)));
    CHECK(record_names(reading) == std::vector<std::string>{"S", "First", "Second"});
    REQUIRE(find_record(reading.layout, "S") != nullptr);
    CHECK(find_record(reading.layout, "S")->fields.front().type.kind == Kind::record);
    CHECK(find_record(reading.layout, "S")->fields.front().type.name.empty());
}

TEST_CASE("A type that refers to itself is unknown") {
    if (!has_yaml()) return;
    const std::string array =
        "      - Kind: LF_ARRAY\n        Array: { ElementType: 4096, IndexType: 35, Size: 8, Name: '' }\n";
    const auto reading = read_types(array + list_of(member("4096")) + structure("4097", "8"));
    CHECK(text_of(reading, "S") == "8: a unknown @0");
}

TEST_CASE("Many records that share one long list run out of effort, and say so") {
    if (!has_yaml()) return;
    std::string members;
    for (int i = 0; i < 2000; ++i) members += member("116");
    std::string types = list_of(members);
    for (int i = 0; i < 400; ++i) types += structure("4096");
    const Folder folder;
    const auto reading = codeview::read(request_for(folder, object_of(folder, types), {"S"}));
    REQUIRE(!reading.other_definitions.empty());
    CHECK(reading.other_definitions.front().fields_unknown ==
          "its CodeView expands into more than its file can describe");
}

TEST_CASE("A section that is cut off, or of another version, is a problem") {
    if (!has_yaml()) return;
    const Folder folder;
    auto bytes = [&] {
        std::ostringstream text;
        text << std::ifstream(object_of(folder, structure("0")), std::ios::binary).rdbuf();
        return text.str();
    }();
    const auto at = bytes.find(std::string("\4\0\0\0", 4), 60);
    REQUIRE(at != std::string::npos);
    auto other = bytes;
    other[at] = 1;
    CHECK(text_of(read_bytes(folder, "other.obj", other).problems) ==
          "other.obj: error: expected CodeView of version 4 (C13), found a section .debug$T of another version\n");
    bytes[at + 4] = static_cast<char>(0xff);  // the length of the first record
    CHECK(text_of(read_bytes(folder, "cut.obj", bytes).problems) ==
          "cut.obj: error: expected CodeView types that end within their stream, found 0x1000, which is cut off\n");
}

TEST_CASE("An object without CodeView is a problem that names the flags") {
    if (!present("clang-cl-19")) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    const auto reading = codeview::read(request_for(folder, compile(folder, "a.c", "x86_64-pc-windows-msvc", {})));
    CHECK(text_of(reading.problems) ==
          "a.obj: error: expected a section .debug$T, which /Z7 (clang-cl, cl) and -gcodeview (clang) write, or a PDB, "
          "found none\n");
}

TEST_CASE("A PDB that is cut off anywhere is refused or read, and never more than it has") {
    if (!present("clang-cl-19") || !present("lld-link-19")) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    link(folder, compile(folder, "a.c", "x86_64-pc-windows-msvc"));
    const auto whole = folder.read("a.pdb");
    REQUIRE(whole.size() > 4096);
    for (std::size_t size = 0; size < whole.size(); size += 511) {
        const auto reading = read_bytes(folder, "cut.pdb", whole.substr(0, size));
        CAPTURE(size);
        CHECK(reading.problems.size() == 1);
    }
}

TEST_CASE("A PDB whose header claims a large directory is refused before memory is taken for it") {
    if (!present("clang-cl-19") || !present("lld-link-19")) return;
    const Folder folder;
    folder.write("a.c", "struct S { int a; } x;");
    link(folder, compile(folder, "a.c", "x86_64-pc-windows-msvc"));
    auto bytes = folder.read("a.pdb");
    llvm::support::endian::write32le(bytes.data() + 44, 0x400000);  // the size of the directory
    CHECK(text_of(read_bytes(folder, "a.pdb", bytes).problems) ==
          "a.pdb: error: expected a PDB that is whole, found a directory larger than the file\n");
}

TEST_CASE("The lines that Microsoft's linker writes name files by the strings of the PDB") {
    if (!present("llvm-pdbutil-19")) return;
    const Folder folder;
    folder.write("a.yaml", R"(---
StringTable: [ 'C:\src\packet.h' ]
TpiStream:
  Records:
    - Kind: LF_FIELDLIST
      FieldList:
        - Kind: LF_MEMBER
          DataMember: { Attrs: 3, Type: 117, FieldOffset: 0, Name: kind }
    - Kind: LF_STRUCTURE
      Class: { MemberCount: 1, Options: [ None ], FieldList: 4096, Name: Packet, UniqueName: '', DerivationList: 0, VTableShape: 0, Size: 4 }
IpiStream:
  Records:
    - Kind: LF_UDT_MOD_SRC_LINE
      UdtModSourceLine: { UDT: 4097, SourceFile: 1, LineNumber: 7, Module: 1 }
...
)");
    run(folder, {"llvm-pdbutil-19", "yaml2pdb", "a.yaml", "-pdb=a.pdb"});
    const auto reading = codeview::read(request_for(folder, folder.path + "/a.pdb"));
    REQUIRE(find_record(reading.layout, "Packet") != nullptr);
    CHECK(text_of(reading, "Packet") == "4: kind u32 @0");
    CHECK(to_string(find_record(reading.layout, "Packet")->place) == "C:\\src\\packet.h:7");
}

// From files to objects: archives, programs, separate debug files, and how an object was made.
#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::dwarf;
using namespace abi::test;

namespace {

const std::string packet =
    "struct packet { int a; long long b; };\nstruct packet* p; long long get(void) { return p->b; }\n";
const std::string packet_text = "16: a i32 @0, b i64 @8";

std::string problems_of(const Folder& folder, const std::vector<std::string>& files, const std::string& triple = "") {
    auto request = request_for(folder, files, {"packet"});
    request.target.triple = triple;
    return text_of(dwarf::read(request).problems);
}

/// A source that leaves notes: one line of assembly per note.
std::string notes(const std::string& spec_digit, const std::string& record_digit) {
    const auto digest = [](const std::string& digit) {
        std::string bytes;
        for (int at = 0; at < 32; ++at) bytes += (at == 0 ? "" : ",") + std::string("0x") + digit + digit;
        return bytes;
    };
    const std::string head = ".balign 4\\n.long 10, ";
    const std::string name = "\\n.asciz \\\"abi-check\\\"\\n.balign 4\\n.byte ";
    return "__asm__(\".pushsection .note.abi-check, \\\"a\\\", %note\\n" + head + "32, 1" + name + digest(spec_digit) +
           "\\n" + head + "39, 2" + name + digest(record_digit) +
           "\\n.asciz \\\"packet\\\"\\n.balign 4\\n.popsection\");\n";
}

}  // namespace

TEST_CASE("An object without debug information is a problem that names the remedy") {
    const Folder folder;
    folder.write("a.c", packet);
    run(folder, "clang-19 -c a.c");
    CHECK(problems_of(folder, {"a.o"}) ==
          "a.o: error: expected debug information (compile with -g, and do not strip), found none\n");
}

TEST_CASE("Debug information that leaves types out is a problem that names the flag, unless another file has them") {
    const Folder folder;
    folder.write("a.c", packet);
    folder.write("b.c", "void b(void) {}\n");
    for (const std::string compiler : {"clang-19", "gcc"}) {
        CAPTURE(compiler);
        run(folder, compiler + " -g1 -c a.c");
        CHECK(
            problems_of(folder, {"a.o"}) ==
            "a.o: error: expected types in the debug information (compile with -g; -g1 leaves them out), found none\n");
        run(folder, compiler + " -g -c a.c b.c");
        CHECK(problems_of(folder, {"b.o", "a.o"}) == "");
    }
}

TEST_CASE("An object for another machine is a problem, with what was expected and found") {
    const Folder folder;
    folder.write("a.c", packet);
    run(folder, "clang-19 --target=aarch64-linux-gnu -g -c a.c");
    CHECK(problems_of(folder, {"a.o"}, "riscv64-linux-gnu") ==
          "a.o: error: expected code for riscv64-linux-gnu, found code for aarch64\n");
    CHECK(problems_of(folder, {"a.o"}, "aarch64-linux-gnu") == "");
}

TEST_CASE("A file that is not an object is a problem, and so is a missing file") {
    const Folder folder;
    folder.write("text.o", "hello");
    CHECK(
        problems_of(folder, {"text.o"}).starts_with("text.o: error: expected an object, an archive or an executable"));
    CHECK(problems_of(folder, {"none.o"}) ==
          "none.o: error: expected a file that can be read, found No such file or directory\n");
}

TEST_CASE("A debug section that is cut off is a problem, and the part before the cut is read") {
    const Folder folder;
    folder.write("a.c", packet);
    folder.write("b.c", "struct other { char c; }; struct other o;");
    run(folder,
        "clang-19 -g -fPIC -c a.c b.c && ld.lld-19 -shared -o whole.so a.o b.o && "
        "llvm-objcopy-19 --dump-section .debug_info=info whole.so && "
        "head -c $(($(wc -c < info) - 7)) info > short && llvm-objcopy-19 --update-section .debug_info=short whole.so "
        "cut.so");
    const auto reading = dwarf::read(request_for(folder, {"cut.so"}, {"packet"}));
    CHECK(text_of(reading, "packet") == packet_text);
    CHECK(text_of(reading.problems).starts_with("cut.so: error: expected a unit header of DWARF 2 to 5"));
}

TEST_CASE("Members of archives are objects, thin archives included") {
    const Folder folder;
    folder.write("a.c", packet);
    folder.write("b.c", "struct other { char c; }; struct other o;");
    run(folder, "clang-19 -g -c a.c b.c && llvm-ar-19 rc lib.a a.o b.o && llvm-ar-19 rcT thin.a a.o b.o");
    for (const std::string file : {"lib.a", "thin.a"}) {
        CAPTURE(file);
        const auto reading = dwarf::read(request_for(folder, {file}, {"packet", "other"}));
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "packet") == packet_text);
        CHECK(text_of(reading, "other") == "1: c i8 @0");
        CHECK(reading.units == std::vector<std::string>{folder.path + "/" + file});
    }
}

TEST_CASE("A compiled member without debug information is reported, one from an assembler is not") {
    const Folder folder;
    folder.write("a.c", packet);
    folder.write("b.c", "int b;");
    folder.write("c.s", ".globl c\nc: nop\n");
    run(folder, "clang-19 -g -c a.c && clang-19 -c b.c && clang-19 -c c.s && llvm-ar-19 rc lib.a a.o b.o c.o");
    CHECK(problems_of(folder, {"lib.a"}) ==
          "lib.a(b.o): error: expected debug information (compile with -g), found none\n");
}

TEST_CASE("Two layouts of one name in two objects are two definitions" * doctest::test_suite("threads")) {
    const Folder folder;
    folder.write("a.c", packet);
    folder.write("b.c", "struct packet { int a; int b; };\nstruct packet* q; int get2(void) { return q->b; }\n");
    run(folder, "clang-19 -g -c a.c b.c");
    for (const unsigned jobs : {1U, 4U}) {
        auto request = request_for(folder, {"a.o", "b.o", "a.o"}, {"packet"});
        request.jobs = jobs;
        const auto reading = dwarf::read(request);
        CHECK(text_of(reading, "packet") == packet_text);
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(text_of(reading.other_definitions[0]) == "8: a i32 @0, b i32 @4");
        CHECK(to_string(reading.other_definitions[0].place) == "b.c:1");
    }
}

TEST_CASE("A record of a namespace without a name, or of a function, is local to its unit") {
    const Folder folder;
    folder.write("a.cpp",
                 "struct Shared { int x; } shared;\nnamespace { struct Own { int x; }; }\nOwn own;\nint use() { return "
                 "own.x; }\n"
                 "int f() { struct Body { int x; } body{1}; return body.x; }\n");
    folder.write("b.cpp",
                 "namespace { struct Own { long long x; }; }\nOwn other;\nlong long use_other() { return other.x; }\n"
                 "long long g() { struct Body { long long x; } body{1}; return body.x; }\n");
    for (const std::string compiler : {"clang++-19", "g++"}) {
        CAPTURE(compiler);
        run(folder, compiler + " -g -c a.cpp b.cpp");
        auto request = request_for(folder, {"a.o", "b.o"});
        request.names = {"Shared", "Own", "Body"};
        const auto reading = read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK_FALSE(find_record(reading.layout, "Shared")->unit_local);
        CHECK(find_record(reading.layout, "Own")->unit_local);
        CHECK(find_record(reading.layout, "Body")->unit_local);
        REQUIRE(reading.other_definitions.size() == 2);
        for (const auto& other : reading.other_definitions) CHECK(other.unit_local);
    }
}

TEST_CASE("Each field has the place of its own declaration") {
    const Folder folder;
    folder.write("include/packet.h", "struct packet {\n  int a;\n\n  long long b;\n};\n");
    folder.write("a.c", "#include \"include/packet.h\"\nstruct packet p;\n");
    for (const std::string compiler : {"clang-19 -gdwarf-4", "clang-19 -gdwarf-5", "gcc -g"}) {
        CAPTURE(compiler);
        run(folder, compiler + " -c a.c");
        const auto reading = dwarf::read(request_for(folder, {"a.o"}, {"packet"}));
        REQUIRE(text_of(reading, "packet") == packet_text);
        const auto& record = reading.layout.records[0];
        CHECK(record.place.file == "include/packet.h");
        CHECK(record.place.line == 1);
        CHECK(record.fields[1].place.line == 4);
    }
}

TEST_CASE("Programs and shared libraries are read, and so is the separate file with their debug information") {
    const Folder folder;
    folder.write("a.c", packet);
    run(folder, "clang-19 -g -fPIC -c a.c && ld.lld-19 -shared --build-id -o lib.so a.o");
    CHECK(text_of(dwarf::read(request_for(folder, {"lib.so"}, {"packet"})), "packet") == packet_text);
    run(folder,
        "mkdir .debug && llvm-objcopy-19 --only-keep-debug lib.so .debug/lib.debug && "
        "llvm-objcopy-19 --strip-debug --add-gnu-debuglink=.debug/lib.debug lib.so bare.so");
    CHECK(problems_of(folder, {"bare.so"}) == "");
    CHECK(text_of(dwarf::read(request_for(folder, {"bare.so"}, {"packet"})), "packet") == packet_text);
    SUBCASE("A debug file of another build is none") {
        run(folder, "printf x >> .debug/lib.debug");
        CHECK(problems_of(folder, {"bare.so"}).find("lib.debug, as .gnu_debuglink says") != std::string::npos);
    }
    SUBCASE("Without it the problem says what was looked for") {
        run(folder, "rm .debug/lib.debug");
        CHECK(problems_of(folder, {"bare.so"}).find("with that CRC-32") != std::string::npos);
    }
}

TEST_CASE("Split units are found beside the object, and in a package") {
    const Folder folder;
    folder.write("a.c", packet);
    folder.write("b.c", "struct other { char c; }; struct other o;");
    for (const std::string version : {"-gdwarf-4", "-gdwarf-5"}) {
        CAPTURE(version);
        run(folder, "rm -f *.dwo *.dwp && clang-19 -gsplit-dwarf " + version +
                        " -fPIC -c a.c b.c && ld.lld-19 -shared -o lib.so a.o b.o");
        const auto request = request_for(folder, {"lib.so"}, {"packet", "other"});
        const auto loose = dwarf::read(request);
        CHECK(text_of(loose.problems) == "");
        CHECK(text_of(loose, "packet") == packet_text);
        CHECK(loose.layout.records[0].place.file == "a.c");
        run(folder, "llvm-dwp-19 -e lib.so -o lib.so.dwp && rm *.dwo");
        const auto packed = dwarf::read(request);
        CHECK(text_of(packed.problems) == "");
        CHECK(text_of(packed, "packet") == packet_text);
        CHECK(text_of(packed, "other") == "1: c i8 @0");
        run(folder, "rm *.dwp");
        CHECK(text_of(dwarf::read(request).problems).find("and 1 more, found no such file of the same build") !=
              std::string::npos);
    }
}

TEST_CASE("Types that dwz moved to a common file are read") {
    if (!present("dwz") || !present("gcc")) return;
    const Folder folder;
    std::string text = packet;
    for (int at = 0; at < 40; ++at) {
        const auto n = std::to_string(at);
        text += "struct filler" + n + " { int a" + n + "; char b" + n + "[3]; }; struct filler" + n + " f" + n + ";\n";
    }
    folder.write("a.c", text);
    folder.write("b.c", text);
    run(folder,
        "gcc -g -gdwarf-4 -fPIC -shared -nostdlib -o a.so a.c && gcc -g -gdwarf-4 -fPIC -shared -nostdlib -o b.so b.c "
        "&& "
        "dwz -m common a.so b.so");
    CHECK(text_of(dwarf::read(request_for(folder, {"a.so"}, {"packet"})), "packet") == packet_text);
    CHECK(problems_of(folder, {"a.so"}) == "");
    run(folder, "rm common");
    CHECK(problems_of(folder, {"a.so"}).find("what dwz moved to ") != std::string::npos);
}

TEST_CASE("C++ classes that one object only declares are taken from the object that defines them") {
    const Folder folder;
    const std::string text =
        "struct Far { Far(); int a; char b; }; struct Key { virtual void f(); int k; };\n"
        "struct S { Far far; Key key; int c; }; struct T : Far { char d; };\n";
    folder.write("a.cpp", text + "void use(S& x, T& y) { x.c = 1; y.d = 1; }\n");
    folder.write("b.cpp", text + "Far::Far() {} void Key::f() {}\n");
    run(folder,
        "clang-19 -g -fPIC -c a.cpp b.cpp && ld.lld-19 -shared --unresolved-symbols=ignore-all -o lib.so a.o b.o");
    const auto whole = dwarf::read(request_for(folder, {"lib.so"}, {"S", "T"}));
    CHECK(text_of(whole, "S") == "32: far Far @0, key Key @8, c i32 @24");
    CHECK(text_of(whole, "T") == "8: Far::a i32 @0, Far::b i8 @4, d i8 @5");
    const auto part = dwarf::read(request_for(folder, {"a.o"}, {"S", "T"}));
    CHECK(text_of(part, "S").find("blind: the size of far is not known") != std::string::npos);
    CHECK(text_of(part, "T").find("blind: its base Far is only declared") != std::string::npos);
}

TEST_CASE("A class is unknown if its base has a base that is only declared") {
    const Folder folder;
    folder.write("a.cpp",
                 "struct Key { virtual void f(); int k; }; struct Base : Key {}; struct S : Base { int a; }; S s;\n");
    run(folder, "clang-19 -g -c a.cpp");
    const auto text = text_of(dwarf::read(request_for(folder, {"a.o"}, {"S"})), "S");
    CHECK(text.find("blind: its base Key is only declared") != std::string::npos);
}

TEST_CASE("The stamp of an object is in its notes about the spec that it was built against") {
    const Folder folder;
    folder.write("a.c", notes("1", "2") + "int a;");
    folder.write("b.c", notes("1", "2") + "int b;");
    folder.write("c.c", notes("3", "4") + "int c;");
    run(folder, "clang-19 -g -fPIC -c a.c b.c c.c && ld.lld-19 -shared -o lib.so a.o b.o c.o");
    const auto one = dwarf::read(request_for(folder, {"a.o"})).stamps;
    REQUIRE(one.size() == 1);
    CHECK(one[0].object == "a.o");
    CHECK(one[0].spec_digest == std::string(64, '1'));
    REQUIRE(one[0].record_digests.size() == 1);
    CHECK(one[0].record_digests[0] == std::pair(std::string("packet"), std::string(64, '2')));
    SUBCASE("A linked file has one stamp for each spec that its objects were built against") {
        const auto linked = dwarf::read(request_for(folder, {"lib.so"})).stamps;
        REQUIRE(linked.size() == 2);
        CHECK(linked[0].spec_digest == std::string(64, '1'));
        CHECK(linked[0].record_digests.size() == 1);
        CHECK(linked[1].spec_digest == std::string(64, '3'));
    }
    SUBCASE("Notes outlive their section headers") {
        run(folder, "llvm-objcopy-19 --strip-sections lib.so bare.so");
        CHECK(dwarf::read(request_for(folder, {"bare.so"})).stamps.size() == 2);
    }
}

TEST_CASE("A source that changed after the object was made is named; one that is gone, or elsewhere, is not") {
    const Folder folder;
    folder.write("in/packet.h", "struct packet { int a; };\n");
    folder.write("in/gone.h", "struct gone { int a; };\n");
    folder.write("out/other.h", "struct other { int a; };\n");
    folder.write("in/a.c",
                 "#include \"packet.h\"\n#include \"gone.h\"\n#include \"../out/other.h\"\n"
                 "struct packet p; struct gone g; struct other o;\n");
    run(folder, "clang-19 -gdwarf-5 -c in/a.c -o in/a.o");
    auto request = request_for(folder, {"in/a.o"}, {"packet"});
    request.root = folder.path + "/in";
    CHECK(dwarf::read(request).changed.empty());
    folder.write("in/packet.h", "struct packet { long a; };\n");
    folder.write("out/other.h", "struct other { long a; };\n");
    std::filesystem::remove(folder.path + "/in/gone.h");
    const auto changed = dwarf::read(request).changed;
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].object == "a.o");
    CHECK(changed[0].source == "packet.h");
}

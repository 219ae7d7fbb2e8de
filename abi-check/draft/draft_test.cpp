#include "draft/draft.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "check/compare.h"
#include "check/conform.h"
#include "check/match.h"
#include "model/on_target.h"
#include "read/clang/clang_test.h"
#include "specfile/read.h"
#include "specfile/write.h"
#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;

struct Machine {
    const char* name;
    const char* triple;
};
constexpr Machine riscv64{"riscv64", "riscv64-linux-gnu"};
constexpr Machine x86_64{"x86_64", "x86_64-linux-gnu"};
constexpr Machine i686{"i686", "i686-linux-gnu"};

std::vector<Layout> read(const Source& source, const std::vector<Machine>& machines) {
    std::vector<Layout> layouts;
    for (const auto& machine : machines) {
        auto reading = clang_reader::read(request_for({source}, machine.triple));
        for (const auto& problem : reading.problems) FAIL_CHECK(to_string(problem));
        reading.layout.target = machine.name;
        layouts.push_back(std::move(reading.layout));
    }
    return layouts;
}

/// The draft as the gate sees it: written to text and read again.
struct Written {
    Draft draft;
    std::string text;
    Layout spec;
};

Written write(const std::vector<Layout>& layouts) {
    Written made{draft_spec(layouts, "drafted"), {}, {}};
    made.text = write_spec({.name = made.draft.name, .doc = {}, .schema = {}}, made.draft.layout);
    const auto spec = parse_spec("drafted.json", made.text);
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    made.spec = spec->layout;
    return made;
}

/// What the gate finds in the layouts that the draft was made from, except for the rules in `let_pass`.
std::vector<std::string> findings_of(const Written& written, const std::vector<Layout>& layouts,
                                     const std::vector<Rule>& let_pass = {}) {
    std::vector<std::string> texts;
    for (const auto& layout : layouts) {
        WitnessAnswer answer{.layer = "c", .target = layout.target, .witness = "clang", .layout = layout};
        for (const auto& record : written.spec.records) answer.records.push_back(record.name);
        for (const auto& constant : written.spec.constants) answer.constants.push_back(constant.name);
        for (const auto& one : written.spec.enums) {
            for (const auto& value : one.enumerators) answer.constants.push_back(value.name);
        }
        use_spec_names(answer, written.spec, written.draft.aliases);
        for (const auto& finding : conform(written.spec, answer).findings) {
            if (std::ranges::find(let_pass, finding.rule) != let_pass.end()) continue;
            texts.push_back(std::string(row_of(finding.rule).id) + ": " + finding.message);
        }
    }
    return texts;
}

std::string all(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
}

std::string questions_of(const Draft& draft) {
    std::string text;
    for (const auto& question : draft.questions) text += to_string(question) + "\n";
    return text;
}

bool asks(const Draft& draft, const std::string& subject, const std::string& part) {
    return std::ranges::any_of(draft.questions, [&](const Question& question) {
        return question.subject == subject && question.text.find(part) != std::string::npos;
    });
}

std::string drafted(const Written& written, const std::string& name) {
    const Record* record = find_record(written.spec, name);
    return record == nullptr ? "no " + name : text_of(*record);
}

/// Rules that a draft's own source may break: the draft declares padding that the source does not, and it renames what
/// has no valid name in a spec.
const std::vector<Rule> hygiene{Rule::implicit_padding, Rule::renamed, Rule::host_sized, Rule::enum_width,
                                Rule::packed_misaligned};

TEST_CASE("a source that leaves nothing open is drafted without a question") {
    const auto layouts = read({"a.c", R"(typedef unsigned uint32_t; typedef unsigned long long uint64_t;
struct Packet { uint32_t kind; uint32_t _pad; uint64_t arg; __uint128_t id; unsigned char name[3][5]; unsigned char _pad1; };
enum { LIMIT = 64 };
)"},
                              {riscv64});
    const auto written = write(layouts);
    CHECK(questions_of(written.draft) == "");
    CHECK(all(findings_of(written, layouts)) == "");
    CHECK(written.text == R"({
  "name": "drafted",
  "byte_order": "little",
  "constants": [
    { "name": "LIMIT", "type": "u32", "value": "0x40" }
  ],
  "records": [
    {
      "name": "Packet",
      "size": 48,
      "align": 16,
      "fields": [
        { "name": "kind", "type": "u32", "offset": 0 },
        { "name": "_pad", "type": "u32", "offset": 4, "role": "padding" },
        { "name": "arg", "type": "u64", "offset": 8 },
        { "name": "id", "type": "u128", "offset": 16 },
        { "name": "name", "type": "u8[3][5]", "offset": 32 },
        { "name": "_pad1", "type": "u8", "offset": 47, "role": "padding" }
      ]
    }
  ]
}
)");
}

struct Case {
    const char* sentence;
    const char* file;
    const char* text;
    const char* record;
    const char* drafted;
};

TEST_CASE("for each construct of C and C++ the gate accepts the draft, except for the hygiene rules") {
    const Case cases[] = {
        {"padding between fields, at the end and in wide gaps gets unused names", "a.c",
         "struct S { char a; int b; short c; unsigned char _pad0; long long e __attribute__((aligned(32))); };", "S",
         "64/32: a bytes[1] @0, _pad1 bytes[3] @1 (padding), b i32 @4, c i16 @8, _pad0 u8 @10 (padding), _pad2 "
         "bytes[21] "
         "@11 (padding), e i64 @32, _pad3 bytes[24] @40 (padding)"},
        {"bit-fields keep their units, and the bits between them get fields", "a.c",
         "struct S { unsigned a : 5; unsigned : 3; unsigned b : 10; unsigned : 0; unsigned char c : 2; _Bool d : 1; };",
         "S",
         "8/4: a u32:5 @0.0, _pad0 u32:3 @0.5 (padding), b u32:10 @1.0, _pad1 u32:14 @2.2 (padding), c u8:2 @4.0, d "
         "bool:1 @4.2, _pad2 u8:5 @4.3 (padding), _pad3 bytes[3] @5 (padding)"},
        {"packed bit-fields that cross their units get wider ones", "a.c",
         "struct __attribute__((packed)) S { unsigned a : 20; unsigned b : 20; unsigned long long c : 61; char d; };",
         "S", "14/1 packed: a u32:20 @0.0, b u32:20 @2.4, c u64:61 @5.0, _pad0 u8:3 @12.5 (padding), d bytes[1] @13"},
        {"a bit-field of C++ that is wider than its type gets a wider type", "a.cpp",
         "struct S { unsigned a : 40; int b; };", "S",
         "12/4 packed: a u64:40 @0.0, _pad0 bytes[3] @5 (padding), b i32 @8"},
        {"pointers are ptr, and size_t is usize", "a.c",
         "typedef __SIZE_TYPE__ size_t; struct S { void *p; int (*f)(int); size_t n[2]; };", "S",
         "32/8: p ptr! @0, f ptr! @8, n u64[2]! @16"},
        {"a flexible tail ends its record", "a.c", "struct S { int n; short data[]; };", "S",
         "4/4: n i32 @0, data i16[] @4"},
        {"a tail that begins in the padding overlaps it", "a.c", "struct S { int n; char c; char data[]; };", "S",
         "8/4: n i32 @0, c bytes[1] @4, data u8[] @5, _pad0 bytes[3] @5 (padding)"},
        {"members of anonymous unions overlap", "a.c",
         "struct S { int n; union { int a; struct { short b, c; }; char d[3]; }; char t[0]; };", "S",
         "8/4: n i32 @0, a i32 @4, b i16 @4, d bytes[3] @4, c i16 @6, t u8[] @8"},
        {"members of anonymous structs in a union overlap", "a.c",
         "union U { int a; char b[6]; char t[0]; struct { int c, d; }; };", "U",
         "8/4 union: a i32 @0, b bytes[6] @0, t u8[] @0, c i32 @0, d i32 @4"},
        {"padding of a union covers all of it", "a.c", "union U { int a; char b[6]; };", "U",
         "8/4 union: a i32 @0, b bytes[6] @0, _pad0 bytes[8] @0 (padding)"},
        {"a packed record keeps its misaligned fields", "a.c",
         "struct __attribute__((packed)) S { char a; int b; }; struct T { char x; struct S s; };", "T",
         "6/1: x bytes[1] @0, s S @1"},
        {"a record with a tail within another one overlaps what follows", "a.c",
         "struct In { int n; int tail[]; }; struct S { struct In in; int first[2]; };", "S",
         "12/4: in In @0, first i32[2] @4"},
        {"fields of base classes are fields of the record", "a.cpp",
         "struct A { long long x; char y; }; struct B { int x; }; struct S : A, B { int x; virtual void f(); };", "S",
         "32/8: vtable ptr! @0, A_x i64 @8, y bytes[1] @16, _pad0 bytes[7] @17 (padding), B_x i32 @24, x i32 @28"},
        {"reused tail padding overlaps", "a.cpp",
         "struct E {}; struct A { A(); int x; char y; }; struct S { [[no_unique_address]] A a; char c; "
         "[[no_unique_address]] E e; E f; };",
         "S", "8/4: a A @0, c bytes[1] @5, f E @6"},
        {"an empty class that is a field has one byte", "a.cpp", "struct E {}; struct S { E e; E f[3]; int n; };", "E",
         "1/1: _pad0 u8 @0 (padding)"},
        {"references and member pointers", "a.cpp", "struct S { int& r; int S::*m; };", "S",
         "16/8: r ptr! @0, m ptr! @8"},
        {"enumerations keep their names", "a.cpp",
         "enum class K : unsigned short { a = 1, b = 0xffff }; struct S { K k; K m : 4; K v[2]; };", "S",
         "8/2: k K @0, m K:4 @2.0, _pad0 u16:12 @2.4 (padding), v K[2] @4"},
        {"nested and anonymous types get their last names", "a.cpp",
         "namespace n { struct S { struct In { int a; } in; struct { int b; } un; union { int c; float d; } v[2]; }; }",
         "S", "16/4: in In @0, un un @4, v v[2] @8"},
        {"arrays of many dimensions become one dimension", "a.c", "struct S { char a[1][1][1][1][1][1][1][1][2]; };",
         "S", "2/1: a bytes[2] @0"},
        {"names that are keywords elsewhere, and unusual characters", "a.c", "struct type { int match, fn, $d; };",
         "type", "12/4: match i32 @0, fn i32 @4, d i32 @8"},
        {"floats", "a.c", "struct S { float a; double b; _Float16 c; };", "S",
         "24/8: a f32 @0, _pad0 u32 @4 (padding), b f64 @8, c f16 @16, _pad1 bytes[6] @18 (padding)"},
        {"std::byte is drafted as bytes", "a.cpp",
         "namespace std { enum class byte : unsigned char {}; } struct S { std::byte b; std::byte m[4]; };", "S",
         "5/1: b bytes[1] @0, m bytes[4] @1"},
    };
    for (const auto& row : cases) {
        CAPTURE(std::string(row.sentence));
        const auto layouts = read({row.file, row.text}, {x86_64});
        const auto written = write(layouts);
        CHECK(drafted(written, row.record) == std::string(row.drafted));
        CHECK(all(findings_of(written, layouts, hygiene)) == "");
        for (const auto& record : written.spec.records) {
            CHECK(std::ranges::none_of(tile(record),
                                       [](const Tile& tile) { return tile.kind == TileKind::implicit_padding; }));
        }
    }
}

TEST_CASE("the draft asks, with the place, what the user has to decide") {
    const auto layouts = read({"a.cpp", R"(struct S {
    long n;
    long double x;
    void (S::*method)(); };
enum Loose { loose = 1 };
struct Empty {};
struct Declared;
enum class A { none, one };
enum class B { none, two };
struct V { int x; virtual void f(); enum Loose loose; Declared *next; };
)"},
                              {x86_64});
    const auto written = write(layouts);
    const Draft& draft = written.draft;
    CHECK(to_string(draft.questions.at(0)).starts_with("a.cpp:"));
    CHECK(asks(draft, "S.n", "the width of `long` depends on the target: should it be i64"));
    CHECK(asks(draft, "S.x", "`long double` has no counterpart in a spec: is drafted as bytes[16]"));
    CHECK(asks(draft, "S.method", "bytes[16]"));
    CHECK(asks(draft, "Loose", "the compiler chooses its width, here u32"));
    CHECK(asks(draft, "Empty", "has no fields, so it is left out"));
    CHECK(asks(draft, "B.none", "another enumeration has a value with this name"));
    CHECK(find_record(written.spec, "Empty") == nullptr);
    // Raw bytes and renamed values cause no finding about a size, an offset or a kind.
    const std::string found = all(findings_of(written, layouts, hygiene));
    CHECK(found.find("abi-size") == std::string::npos);
    CHECK(found.find("abi-offset") == std::string::npos);
    CHECK(found.find("abi-kind") == std::string::npos);
    CHECK(found.find("abi-extra-enumerator: none") != std::string::npos);
}

TEST_CASE("two records with the same name get different names, and aliases for the layer") {
    const auto layouts = read({"a.cpp", R"(namespace core { struct Packet { int a; }; enum { limit = 1 }; }
namespace hal { struct Packet { char b[8]; }; enum { limit = 2 }; }
template <typename T, int n> struct Ring { T slots[n]; };
struct Packet { Ring<core::Packet, 4> ring; hal::Packet packet; };
struct u32 { int a; };
)"},
                              {riscv64});
    const auto written = write(layouts);
    CHECK(drafted(written, "Packet") == "24/4: ring Ring_core_Packet_4 @0, packet hal_Packet @16");
    CHECK(drafted(written, "core_Packet") == "4/4: a i32 @0");
    const std::map<std::string, std::string> aliases{{"core::Packet", "core_Packet"},
                                                     {"core::limit", "core_limit"},
                                                     {"hal::Packet", "hal_Packet"},
                                                     {"hal::limit", "hal_limit"},
                                                     {"Ring<core::Packet, 4>", "Ring_core_Packet_4"},
                                                     {"u32", "u32_"}};
    for (const auto& [source, spec] : written.draft.aliases)
        CHECK(source + " " + spec == source + " " + aliases.at(source));
    CHECK(written.draft.aliases.size() == aliases.size());
    CHECK(all(findings_of(written, layouts)) == "");
}

std::string drafted_on(const Written& written, const std::string& name, const char* target) {
    const Record* record = find_record_on(written.spec, name, target);
    return record == nullptr ? "no " + name : text_of(*record);
}

TEST_CASE("a record that differs between targets has a layout for each of them, and so has its holder") {
    const auto layouts = read({"a.c", R"(struct Same { int a; };
struct Wide { long long a; int b; };
struct Holder { struct Wide wide; struct Same same; int more; };
struct Outer { struct Id *id; };
struct Points { void *to; long n; };
#if __SIZEOF_POINTER__ == 4
struct Narrow { int a; };
enum { BITS = 32 };
enum Kind { kind_a = 1, kind_b = 2 };
#else
struct Id { __int128 id; };
enum { BITS = 64 };
enum Kind { kind_a = 1, kind_b = 3 };
#endif
)"},
                              {x86_64, riscv64, i686});
    const auto written = write(layouts);
    const auto targets = [&](const char* name) { return RecordTargets(written.spec).of(name); };
    CHECK(targets("Same").empty());
    CHECK(drafted_on(written, "Wide", "riscv64") == "16/8: a i64 @0, b i32 @8, _pad0 u32 @12 (padding)");
    CHECK(drafted_on(written, "Wide", "i686") == "12/4: a i64 @0, b i32 @8");
    CHECK(drafted_on(written, "Holder", "i686") == "20/4: wide Wide @0, same Same @12, more i32 @16");
    CHECK(drafted_on(written, "Points", "x86_64") == "16/8: to ptr! @0, n i64 @8");
    CHECK(drafted_on(written, "Points", "i686") == "8/4: to ptr! @0, n i32 @4");
    CHECK(targets("Id") == std::vector<std::string>{"x86_64", "riscv64"});
    CHECK(targets("Narrow") == std::vector<std::string>{"i686"});
    const auto bits = [&](const char* target) { return on_target(written.spec, target).constants.front().value.low; };
    CHECK(bits("x86_64") == 64);
    CHECK(bits("i686") == 32);
    CHECK_FALSE(asks(written.draft, "Points.n", "depends on the target"));  // the targets show its widths
    CHECK(all(findings_of(written, layouts, hygiene)) == "");
}

TEST_CASE("a record with one layout that holds a record with several names its targets") {
    const auto layouts = read({"a.c", R"(struct In {
#if __SIZEOF_POINTER__ == 4
  int a;
#else
  float a;
#endif
};
struct Holder { struct In in; int b; };
)"},
                              {x86_64, i686});
    const auto written = write(layouts);
    CHECK(drafted(written, "Holder") == "8/4: in In @0, b i32 @4");
    CHECK(RecordTargets(written.spec).of("Holder") == std::vector<std::string>{"x86_64", "i686"});
    CHECK(all(findings_of(written, layouts, hygiene)) == "");
}

TEST_CASE("for machines of both byte orders the order is the machine's own, with a question") {
    const auto layouts = read({"a.c", "struct S { int a; };"}, {x86_64, {"s390x", "s390x-linux-gnu"}});
    const auto written = write(layouts);
    CHECK(written.spec.byte_order == ByteOrder::native);
    CHECK(asks(written.draft, "drafted", "the machine's own"));
    CHECK(all(findings_of(written, layouts, hygiene)) == "");
}

TEST_CASE("on 32-bit x86 a long long is aligned to 4 bytes only, so its record is drafted for this target") {
    const auto layouts = read({"a.c", "struct S { int a; long long b; }; struct T { long long c : 5; };"}, {i686});
    const auto written = write(layouts);
    CHECK(drafted(written, "S") == "12/4: a i32 @0, b i64 @4");
    CHECK(RecordTargets(written.spec).of("S") == std::vector<std::string>{"i686"});
    CHECK(drafted(written, "T") == "4/4: c i8:5 @0.0, _pad0 u8:3 @0.5 (padding), _pad1 bytes[3] @1 (padding)");
    CHECK(all(findings_of(written, layouts, hygiene)) == "");
}

TEST_CASE("an incomplete layout is drafted as far as it is known") {
    Record unaligned = record("Unaligned", 12, 4, {field("a", u(64), 0), field("b", u(32), 8)});
    unaligned.align_bytes.reset();
    Record unknown_fields = record("Blind", 8, 8, {});
    unknown_fields.fields_unknown = "is a bare integer there";
    Record outside = record("Outside", 4, 4, {field("a", u(32), 0), field("b", u(32), 4)});
    Type stranger{.kind = Kind::record, .width_bits = 64, .name = "Stranger", .spelling = "Stranger"};
    Layout layout;
    layout.records = {unaligned, unknown_fields, outside, record("Odd", 6, 4, {field("a", u(32), 0)}),
                      record("Holder", 8, 8, {field("s", stranger, 0)})};
    const auto written = write({layout});
    CHECK(drafted(written, "Unaligned") == "12/4 packed: a u64 @0, b u32 @8");
    CHECK(asks(written.draft, "Unaligned", "its alignment is not known; 4"));
    CHECK(asks(written.draft, "Blind", "is a bare integer there, so it is left out"));
    CHECK(drafted(written, "Outside") == "4/4: a u32 @0");
    CHECK(asks(written.draft, "Outside.b", "left out"));
    CHECK(asks(written.draft, "Odd", "no array could hold"));
    CHECK(drafted(written, "Holder") == "8/8: s bytes[8] @0");
}

TEST_CASE("a record and an enumeration with the same name, from two files, become two types") {
    Type kind = u(32);
    kind.kind = Kind::enumeration;
    kind.name = "context";
    Layout layout;
    layout.records = {record("context", 4, 4, {field("now", kind, 0)})};
    layout.enums = {{"context", u(32), true, {{"BUSY", *parse_integer("1"), "", {}}}, "", {}}};
    const auto written = write({layout});
    REQUIRE(written.spec.enums.size() == 1);
    CHECK(written.spec.enums[0].name == "context_enum");
    CHECK(find_record(written.spec, "context")->fields[0].type.name == "context_enum");
    CHECK(written.draft.questions.front().subject == "context");
}

TEST_CASE("a question that many declarations raise is asked once") {
    const auto ask = [](std::vector<std::pair<std::string, std::string>> rows) {
        std::vector<Question> questions;
        for (unsigned line = 1; auto& [subject, text] : rows) {
            questions.push_back({subject, text, {.file = "in.h", .line = line++}});
        }
        std::string said;
        for (const auto& question : few_questions(questions)) said += to_string(question) + "\n";
        return said;
    };
    CHECK(ask({{"A", "why"}, {"B", "why"}, {"X", "how"}, {"C", "why"}}) ==
          "in.h:1: question: A: why\nin.h:2: question: B: why\nin.h:3: question: X: how\nin.h:4: question: C: why\n");
    CHECK(ask({{"A", "why"}, {"X", "how"}, {"B", "why"}, {"C", "why"}, {"D", "why"}, {"E", "why"}}) ==
          "in.h:1: question: A, B, C and 2 more: why\nin.h:2: question: X: how\n");
}

}  // namespace
}  // namespace abi

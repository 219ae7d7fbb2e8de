#include "fix/c_record.h"

#include <doctest/doctest.h>

#include <random>

using namespace abi::fix;

namespace {

struct Found {
    std::string text;
    Tokens tokens;
    std::optional<CRecord> record;

    /// The text from a token to another one.
    std::string part(std::size_t first, std::size_t last) const {
        return text.substr(tokens.tokens[first].begin, tokens.tokens[last].end - tokens.tokens[first].begin);
    }
};

/// Finds the record that begins where the text has `at`.
Found find(std::string text, std::string_view at, bool is_cpp = false) {
    Found found{std::move(text), {}, {}};
    found.tokens = tokens_of(found.text);
    found.record = find_record_in(found.tokens, found.text.find(at), is_cpp);
    return found;
}

}  // namespace

TEST_CASE("the declarations of a body are found, whatever stands between them") {
    const auto found = find(R"(
struct Packet {
    uint32_t kind; /* } */
#ifdef X
    uint8_t a, b[4];
#endif
    struct { int in; } inner;
    int (*call)(int, int);
    unsigned low : 3;
};)",
                            "struct Packet");
    REQUIRE(found.record);
    std::vector<std::string> all;
    for (const auto& one : found.record->declarations) all.push_back(found.part(one.first, one.last));
    CHECK(all == std::vector<std::string>{"uint32_t kind;", "uint8_t a, b[4];", "struct { int in; } inner;",
                                          "int (*call)(int, int);", "unsigned low : 3;"});
    CHECK(found.record->declarations[1].is_shared);
    CHECK_FALSE(found.record->declarations[2].is_plain);
    CHECK(found.record->declarations[3].is_plain);
    CHECK_FALSE(found.record->declarations[4].is_shared);
    CHECK(declaration_at(*found.record, found.tokens, found.text.find("b[4]")) == &found.record->declarations[1]);
    CHECK(declaration_at(*found.record, found.tokens, found.text.find("Packet")) == nullptr);
}

TEST_CASE("members of C++ that are no fields are declarations that are not plain") {
    const auto found = find(R"(
class alignas(8) Packet final : public Base<int> {
  public:
    Packet() : kind{0} {}
    int get() const { return kind; }
    static_assert(sizeof(int) == 4);
    std::uint32_t kind{7};
};)",
                            "class", true);
    REQUIRE(found.record);
    CHECK(found.record->name == "Packet");
    REQUIRE_FALSE(found.record->declarations.empty());
    const auto& last = found.record->declarations.back();
    CHECK(found.part(last.first, last.last) == "std::uint32_t kind{7};");
}

TEST_CASE("the name of a record is its tag, or that of its typedef") {
    CHECK(find("struct A { int a; };", "struct").record->name == "struct A");
    CHECK(find("struct A { int a; };", "A", true).record->name == "A");
    CHECK(find("struct __attribute__((packed)) A { int a; };", "struct").record->name == "struct A");
    CHECK(find("struct A { int a; } __attribute__((packed)) x;", "struct").record->name == "struct A");
    CHECK(find("typedef struct { int a; } b_t, *b_p;", "struct").record->name == "b_t");
    CHECK(find("typedef struct { int a; } __attribute__((packed)) b_t;", "typedef").record->name == "b_t");
    CHECK(find("typedef struct A { int a; } b_t;", "A").record->name == "struct A");
    CHECK(find("struct { int a; } x;", "struct").record->name.empty());
}

TEST_CASE("where no record begins, none is found") {
    CHECK_FALSE(find("DECLARE(A) struct B { int a; };", "DECLARE").record);
    CHECK_FALSE(find("struct A;", "struct").record);
    CHECK_FALSE(find("struct A { int a;", "struct").record);
    CHECK_FALSE(find("struct A { int a; }", "struct").record);
    CHECK_FALSE(find("struct A *f(void) { }", "struct").record);
    CHECK_FALSE(find_record_in(tokens_of(""), 0, false));
}

TEST_CASE("lines and columns are offsets") {
    CHECK(offset_at("ab\ncd\n", 2, 2) == 4);
    CHECK(offset_at("ab\ncd\n", 1, 3) == 2);
    CHECK_FALSE(offset_at("ab\ncd\n", 1, 4));
    CHECK_FALSE(offset_at("ab\ncd\n", 9, 1));
    CHECK_FALSE(offset_at("ab", 0, 1));
}

TEST_CASE("any text is searched without reading beyond it") {
    std::mt19937 random(5);  // NOLINT: the same texts in each run
    const std::vector<std::string> words{"struct ", "A ", "{",    "}", ";",      ",",        "(", ")",
                                         "[",       "]",  "int ", ":", "public", "typedef ", "=", "*"};
    for (int round = 0; round < 5000; ++round) {
        std::string text = "struct ";
        for (auto length = random() % 20; length != 0; --length) text += words[random() % words.size()];
        CAPTURE(text);
        const auto tokens = tokens_of(text);
        for (const auto& token : tokens.tokens) {
            const auto record = find_record_in(tokens, token.begin, round % 2 == 0);
            if (!record) continue;
            CHECK(record->end < tokens.tokens.size());
            CHECK(record->close <= record->end);
            for (const auto& one : record->declarations) CHECK(one.last < record->close);
        }
    }
}

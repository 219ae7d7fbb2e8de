// The words of a section, written by hand.
#include "read/probe/section.h"

#include <doctest/doctest.h>

namespace {

using namespace abi;
using namespace abi::probe;

std::string bytes_of(const std::vector<std::uint64_t>& words, ByteOrder order) {
    std::string bytes;
    for (const auto word : words) {
        for (unsigned i = 0; i < 8; ++i) {
            const unsigned shift = order == ByteOrder::big ? 56 - 8 * i : 8 * i;
            bytes += static_cast<char>(word >> shift & 0xFFU);
        }
    }
    return bytes;
}

std::uint64_t head(std::uint64_t tag, std::uint64_t count) {
    return tag << 32U | count;
}

const std::vector<std::uint64_t> record{marker, head(1, 5), 7, 2, 32, 8, 0};
const std::vector<std::uint64_t> field{marker, head(2, 15), 7, 9,    65, none, 1,      16, 4,
                                       none,   2,           2, none, 3,  2,    0x6261, 0,  0};
const std::vector<std::uint64_t> constant{marker, head(3, 6), 4, 2, 32, ~std::uint64_t{4}, ~std::uint64_t{0}, 1};

std::string refusal(const std::vector<std::uint64_t>& words) {
    Answers answers;
    const auto problem = read_chunks(bytes_of(words, ByteOrder::little), ByteOrder::little, answers);
    return problem ? to_string(*problem) : "";
}

}  // namespace

TEST_CASE("Answers are read in both byte orders, with any number of zeros between them") {
    for (const auto order : {ByteOrder::little, ByteOrder::big}) {
        std::vector<std::uint64_t> words{0};
        words.insert(words.end(), record.begin(), record.end());
        words.insert(words.end(), {0, 0});
        words.insert(words.end(), field.begin(), field.end());
        words.insert(words.end(), constant.begin(), constant.end());
        Answers answers;
        REQUIRE_FALSE(read_chunks(bytes_of(words, order) + "abc", order, answers).has_value());
        REQUIRE(answers.records.size() == 1);
        CHECK(answers.records[0].item == 7);
        CHECK(answers.records[0].kind == RecordKind::union_);
        CHECK(answers.records[0].size_bytes == 32);
        CHECK(answers.records[0].align_bytes == 8);
        REQUIRE(answers.fields.size() == 1);
        CHECK(answers.fields[0].record == 7);
        CHECK(answers.fields[0].item == 9);
        CHECK(answers.fields[0].offset_bits == 64);
        CHECK(to_string(answers.fields[0].field.type) == "u16[][3]");
        CHECK(answers.fields[0].align_bytes == 2);
        CHECK(answers.fields[0].name == "ab");
        REQUIRE(answers.constants.size() == 1);
        CHECK(to_string(answers.constants[0].value) == "-5");
    }
}

TEST_CASE("An offset that is computed only when the program starts is not an answer") {
    auto words = field;
    words[4] = 0;
    Answers answers;
    CHECK_FALSE(read_chunks(bytes_of(words, ByteOrder::little), ByteOrder::little, answers).has_value());
    CHECK(answers.fields.empty());
}

TEST_CASE("An answer may name a record in the compiler's own way") {
    const std::vector<std::uint64_t> named{marker, head(1, 7), 7, 1, 4, 4, 0, 3, 0x434241};
    Answers answers;
    CHECK_FALSE(read_chunks(bytes_of(named, ByteOrder::little), ByteOrder::little, answers).has_value());
    REQUIRE(answers.records.size() == 1);
    CHECK(answers.records[0].name == "ABC");
}

TEST_CASE("Bytes that are not an answer are refused with their position") {
    const auto changed = [](std::vector<std::uint64_t> words, std::size_t at, std::uint64_t word) {
        words.at(at) = word;
        return words;
    };
    const std::string at_0 = "found something else at byte 0 of section .abi_probe";
    CHECK(refusal(changed(record, 0, marker + 1)) == "error: expected the marker of an answer, " + at_0);
    CHECK(refusal({marker}) == "error: expected a whole answer, " + at_0);
    CHECK(refusal(changed(record, 1, head(9, 5))) == "error: expected an answer of a known kind, " + at_0);
    CHECK(refusal(changed(record, 1, head(1, 6))) == "error: expected a whole answer, " + at_0);
    CHECK(refusal(changed(record, 1, head(1, 0xFFFF'FFFF))) == "error: expected a whole answer, " + at_0);
    CHECK(refusal(changed(record, 1, head(1, 4))) == "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(changed(record, 4, none)) == "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(changed(field, 6, 11)) == "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(changed(field, 11, 100)) == "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(changed(field, 13, std::uint64_t{1} << 60U)) ==
          "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(changed(field, 14, 100)) == "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(changed(constant, 7, 2)) == "error: expected an answer that makes sense, " + at_0);
    CHECK(refusal(constant).empty());
}

TEST_CASE("Changed bits form one run, counted in the byte order") {
    const std::string zero(4, '\0');
    const auto little = changed_bits(zero, std::string("\xF8\x01\0\0", 4), ByteOrder::little);
    REQUIRE(little.has_value());
    CHECK(little->offset_bits == 3);
    CHECK(little->width_bits == 6);
    const auto big = changed_bits(zero, std::string("\x1F\x80\0\0", 4), ByteOrder::big);
    REQUIRE(big.has_value());
    CHECK(big->offset_bits == 3);
    CHECK(big->width_bits == 6);
    CHECK_FALSE(changed_bits(zero, std::string("\x05\0\0\0", 4), ByteOrder::little).has_value());
    CHECK_FALSE(changed_bits(zero, zero, ByteOrder::little).has_value());
}

TEST_CASE("Bytes that are not an object are a problem, and so is bitcode") {
    for (const std::string& bytes :
         {std::string(), std::string("garbage"), std::string("BC\xC0\xDE") + std::string(60, '\0'),
          std::string("\x7F"
                      "ELF\x02\x01\x01") +
              std::string(80, '\xFF')}) {
        const auto answers = read_object("probe.o", bytes);
        REQUIRE_FALSE(answers);
        CHECK(answers.problems.at(0).expected == "an object file with machine code (no bitcode: compile without LTO)");
    }
}

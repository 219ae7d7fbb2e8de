#include "report/bytemap.h"

#include <doctest/doctest.h>

#include <charconv>
#include <utility>

#include "report/sample.h"

using namespace abi;

namespace {

Strip strip(const std::string& label, const Record& record) {
    return {label, &record, std::vector<FieldInk>(record.fields.size())};
}

std::size_t occurrences(const std::string& text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

/// The runs of bits that were drawn, of a map with one strip and rows of 64 bits.
std::vector<std::pair<std::uint64_t, std::uint64_t>> drawn(const std::string& svg) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> runs;
    const auto bits = [&](std::string_view name, std::size_t from) {
        const auto found = svg.find(name, from);
        if (found > svg.find('>', from)) return std::uint64_t{0};  // a cell at the left edge has no x
        const auto at = found + name.size();
        double percent = 0;
        std::from_chars(svg.data() + at, svg.data() + svg.size(), percent);
        return static_cast<std::uint64_t>(percent * 64 / 100 + 0.5);
    };
    std::uint64_t rows = 0;
    for (auto at = svg.find("<svg "); at != std::string::npos; at = svg.find("<svg ", at + 1)) {
        if (svg.compare(at, 8, "<svg y=\"") == 0) ++rows;
        if (svg.compare(at, 16, "<svg class=\"cell") != 0) continue;
        const std::uint64_t begin = (rows - 1) * 64 + bits(" x=\"", at);
        runs.emplace_back(begin, begin + bits("width=\"", at));
    }
    return runs;
}

}  // namespace

TEST_CASE("the cells drawn are the tiles of the record, cut at the ends of rows") {
    for (const Record& record : {sample::cmd_packet(), sample::drifted_cmd_packet()}) {
        const ByteMap map = byte_map({strip("spec", record)}, {});
        std::vector<std::pair<std::uint64_t, std::uint64_t>> expected;
        for (const auto& one : tile(record)) {
            for (auto at = one.begin_bits; at < one.end_bits; at += 64 - at % 64) {
                expected.emplace_back(at, std::min(one.end_bits, at + 64 - at % 64));
            }
        }
        CHECK(drawn(map.svg.text()) == expected);
        CHECK(map.cells == expected.size());
    }
}

TEST_CASE("implicit padding, declared padding and diverging fields are told apart without colour") {
    const Record record = sample::drifted_cmd_packet();
    Strip found = strip("found", record);
    found.fields[2] = {2, true, "4 bytes, not 8 bytes"};
    const ByteMap map = byte_map({found}, {});
    CHECK(map.svg.text().find("! implicit padding") != std::string::npos);
    CHECK(map.svg.text().find("class=\"cell implicit") != std::string::npos);
    CHECK(map.svg.text().find("≠ arg") != std::string::npos);
    CHECK(map.svg.text().find("<title>found: arg: u32, 4 bytes at offset 8 — 4 bytes, not 8 bytes</title>") !=
          std::string::npos);
    Record declared = sample::cmd_packet();
    CHECK(byte_map({strip("spec", declared)}, {}).svg.text().find("class=\"cell declared") != std::string::npos);
}

TEST_CASE("expected stands above actual, and the shorter side says where it ends") {
    const Record longer = sample::cmd_packet();
    Record shorter = sample::cmd_packet();
    shorter.size_bytes = 24;
    const std::string svg = byte_map({strip("spec", longer), strip("found", shorter)}, {}).svg.text();
    CHECK(svg.find(">spec</text>") < svg.find(">found</text>"));
    CHECK(occurrences(svg, "class=\"cell beyond\"") == 1);
    CHECK(svg.find("past its end, 24 bytes") != std::string::npos);
}

TEST_CASE("rows inside one field are drawn as one line, however long it is") {
    const Record record = sample::record("Huge", 1ULL << 40, 8,
                                         {sample::field("a", "u64", 0), sample::field("rest", "bytes[4000000000]", 8)});
    const ByteMap map = byte_map({strip("spec", record)}, {});
    CHECK(map.cells < 10);
    CHECK(map.svg.text().find("more rows of 16 bytes go on like this") != std::string::npos);
    CHECK(map.rows_left_out == 0);
}

TEST_CASE("a record of 10,000 fields is cut, and its diverging rows are kept") {
    Record record = sample::record("Big", 40000, 4, {});
    for (unsigned i = 0; i < 10000; ++i) {
        record.fields.push_back(sample::field("f" + std::to_string(i), "u32", std::uint64_t{4} * i));
    }
    Strip spec = strip("spec", record);
    spec.fields[7001].diverges = true;
    const ByteMap map = byte_map({spec}, {});
    CHECK(map.svg.text().find("≠ f7001") != std::string::npos);
    CHECK(map.cells == 96 * 4);
    CHECK(map.rows_left_out == 2500 - 96);
    CHECK(occurrences(map.svg.text(), "are not drawn") >= 1);
    CHECK(byte_map({spec}, {96, 10}).cells <= 12);
}

TEST_CASE("a record without a size has no map") {
    Record record = sample::cmd_packet();
    record.size_bytes.reset();
    CHECK(byte_map({strip("spec", record)}, {}).svg.empty());
}

TEST_CASE("names are escaped, in text and in titles") {
    Record record = sample::cmd_packet();
    record.name = "\"><script>";
    record.fields[2].name = "<b>";
    const std::string svg = byte_map({strip("<i>", record)}, {}).svg.text();
    CHECK(svg.find("<script") == std::string::npos);
    CHECK(svg.find("<b>") == std::string::npos);
    CHECK(svg.find("<i>") == std::string::npos);
    CHECK(svg.find("&lt;b&gt;") != std::string::npos);
}

TEST_CASE("an arrow leads from where a field was expected to where it was found, and the cell names the distance") {
    const Record expected = sample::record(
        "R", 16, 8, {sample::field("a", "u32", 0), sample::field("b", "u32", 4), sample::field("c", "u32", 8)});
    const Record actual = sample::record("R", 8, 4, {sample::field("b", "u32", 0), sample::field("c", "u32", 4)});
    Strip found = strip("found", actual);
    found.fields[0].moved_bits = -32;
    found.fields[1].moved_bits = -32;
    const std::string svg = byte_map({strip("spec", expected), found}, {}).svg.text();
    CHECK(occurrences(svg, "<tspan>←4</tspan> u32") == 2);
    // The spec has c in the next row, so no arrow begins in this one.
    CHECK(occurrences(svg, R"(<line class="arrow" x1="50%" x2="0%")") == 1);
    CHECK(occurrences(svg, "<line") == 1);
    found.fields[0].moved_bits = 3;
    CHECK(occurrences(byte_map({found}, {}).svg.text(), "→3 bits") == 1);
}

TEST_CASE("a note stands in place of the type") {
    const Record record = sample::cmd_packet();
    Strip one = strip("written", record);
    one.fields[0].note = "0x400";
    const std::string svg = byte_map({one}, {}).svg.text();
    CHECK(occurrences(svg, "<text>0x400</text>") == 1);
    CHECK(occurrences(svg, "<title>written: kind: u32, 4 bytes at offset 0 — 0x400</title>") == 1);
}

TEST_CASE("a name that does not fit its cell ends with a mark, and the title has all of it") {
    Field flag = sample::field("f", "u32", 0);
    std::vector<Field> bits;
    for (unsigned i = 0; i < 32; ++i) {
        bits.push_back(flag);
        bits.back().name = "flag_" + std::to_string(i);
        bits.back().offset_bits = i;
        bits.back().bit_width = 1;
        bits.back().storage_bits = 32;
    }
    const Record record = sample::record("R", 4, 4, bits);
    const std::string svg = byte_map({strip("spec", record)}, {}).svg.text();
    CHECK(occurrences(svg, "<text>…</text>") == 32);
    CHECK(occurrences(svg, "<title>spec: flag_31: ") == 1);
}

#include "core/cpio.h"

#include <doctest/doctest.h>

#include <set>
#include <utility>

#include "core/test_archive.h"

using namespace core;
using core::test::ArchiveWriter;

namespace {

ArchiveWriter small_archive() {
    ArchiveWriter archive;
    archive.add("bin", "", 0040755);
    archive.add("bin/hello", "hello");
    archive.add("./etc/motd", "be well\n");
    archive.end();
    return archive;
}

}  // namespace

TEST_CASE("a good archive is walked to its trailer") {
    const core::test::CpioCheck check = core::test::check_cpio(small_archive().bytes);
    CHECK(check.error == CpioError::none);
    CHECK(check.entries == 3);
}

TEST_CASE("padding after the trailer is ignored") {
    ArchiveWriter archive = small_archive();
    archive.bytes.resize(archive.bytes.size() + 300, 0xff);
    CHECK(core::test::check_cpio(archive.bytes).error == CpioError::none);
}

TEST_CASE("an archive truncated anywhere before the end of its trailer's name is refused") {
    const std::vector<std::uint8_t> whole = small_archive().bytes;
    const std::size_t trailer_end = core::test::check_cpio(whole).offset + 110 + sizeof "TRAILER!!!";
    for (std::size_t length = 0; length < trailer_end; ++length) {
        CAPTURE(length);
        CHECK(core::test::check_cpio(std::span(whole).first(length)).error != CpioError::none);
    }
    CHECK(core::test::check_cpio(std::span(whole).first(trailer_end)).error == CpioError::none);
}

TEST_CASE("each kind of damage has its own error") {
    // The first entry, "bin": 13 numbers of 8 digits from 6 on, the name at 110, 2 bytes of padding at 114.
    const std::vector<std::uint8_t> whole = small_archive().bytes;
    struct Row {
        std::string_view sentence;
        std::size_t offset;
        char letter;
        CpioError error;
    };
    const Row rows[] = {
        {"another magic", 0, 'x', CpioError::bad_magic},
        {"the old portable format, 070707", 5, '7', CpioError::bad_magic},
        {"newc with checksums, 070702", 5, '2', CpioError::with_checksums},
        {"a letter in a file's size", 54, 'g', CpioError::bad_digit},
        {"a letter in a number that is not used", 6, '-', CpioError::bad_digit},
        {"a letter at the end of the last number", 109, ' ', CpioError::bad_digit},
        {"a file of 1.8 GiB", 54, '7', CpioError::truncated_data},
        {"a name of 0 bytes, without a NUL", 101, '0', CpioError::empty_name},
        {"a name of only a NUL", 101, '1', CpioError::empty_name},
        {"a name of 1.8 GiB", 94, '7', CpioError::long_name},
        {"a name of 4100 bytes", 98, '1', CpioError::long_name},
        {"a name of 3844 bytes in a shorter archive", 99, 'f', CpioError::truncated_name},
        {"the NUL after a name overwritten", 113, 'x', CpioError::open_name},
        {"a NUL inside a name", 111, '\0', CpioError::nul_in_name},
        {"a letter in the padding after a name", 115, 'x', CpioError::bad_padding},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        std::vector<std::uint8_t> damaged = whole;
        damaged[row.offset] = static_cast<std::uint8_t>(row.letter);
        CHECK(core::test::check_cpio(damaged).error == row.error);
    }
    CHECK(core::test::check_cpio({}).error == CpioError::no_bytes);
    CHECK(core::test::check_cpio(std::span(whole).first(50)).error == CpioError::truncated_header);
    CHECK(core::test::check_cpio(std::span(whole).first(core::test::check_cpio(whole).offset)).error ==
          CpioError::no_trailer);
}

TEST_CASE("a name may have 4095 bytes") {
    for (const auto& [length, error] : {std::pair{4095U, CpioError::none}, {4096U, CpioError::long_name}}) {
        ArchiveWriter archive;
        archive.add(std::string(length, 'n'), "");
        archive.end();
        CHECK(core::test::check_cpio(archive.bytes).error == error);
    }
}

TEST_CASE("padding after a file's data must be zero, and an archive may end before it") {
    ArchiveWriter archive;
    archive.add("a", "12345");
    const std::size_t end = archive.bytes.size();
    CHECK(core::test::check_cpio(std::span(archive.bytes).first(end - 3)).error == CpioError::no_trailer);
    archive.bytes[end - 1] = 'x';
    CHECK(core::test::check_cpio(archive.bytes).error == CpioError::bad_padding);
}

TEST_CASE("an entry that does not begin at a multiple of 4 is refused") {
    ArchiveWriter archive;
    archive.add("a", "12345");
    archive.bytes.resize(archive.bytes.size() - 3);  // its padding is missing
    ArchiveWriter rest;
    rest.add("b", "");
    rest.end();
    archive.bytes.insert(archive.bytes.end(), rest.bytes.begin(), rest.bytes.end());
    CHECK(core::test::check_cpio(archive.bytes).error == CpioError::bad_padding);
}

TEST_CASE("each error of an archive has its own text") {
    std::set<std::string_view> words;
    for (int error = 0; error <= static_cast<int>(CpioError::no_trailer); ++error) {
        words.insert(describe(static_cast<CpioError>(error)));
    }
    CHECK(words.size() == static_cast<std::size_t>(CpioError::no_trailer) + 1);
}

TEST_CASE("the result has the offset where the walk ended") {
    std::vector<std::uint8_t> damaged = small_archive().bytes;
    const std::size_t second = read_cpio_entry(damaged, 0).next;
    damaged[second] = 'x';
    const core::test::CpioCheck check = core::test::check_cpio(damaged);
    CHECK(check.offset == second);
    CHECK(check.entries == 1);
}

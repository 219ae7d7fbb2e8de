#include "core/cpio.h"

#include <doctest/doctest.h>

#include "core/test_archive.h"
#include "core/vfs.h"

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

std::string text(std::span<const std::uint8_t> bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a good archive is walked to its trailer") {
    const CpioCheck check = check_cpio(small_archive().bytes);
    CHECK(check.error == CpioError::none);
    CHECK(check.entries == 3);
}

TEST_CASE("padding behind the trailer is not looked at") {
    ArchiveWriter archive = small_archive();
    archive.bytes.resize(archive.bytes.size() + 300, 0xff);
    CHECK(check_cpio(archive.bytes).error == CpioError::none);
}

TEST_CASE("an archive cut off anywhere before the end of its trailer's name is refused") {
    const std::vector<std::uint8_t> whole = small_archive().bytes;
    const std::size_t trailer_end = check_cpio(whole).offset + 110 + sizeof "TRAILER!!!";
    for (std::size_t length = 0; length < trailer_end; ++length) {
        CAPTURE(length);
        CHECK(check_cpio(std::span(whole).first(length)).error != CpioError::none);
    }
    CHECK(check_cpio(std::span(whole).first(trailer_end)).error == CpioError::none);
}

TEST_CASE("each damage has its own name") {
    const std::vector<std::uint8_t> whole = small_archive().bytes;
    const auto with = [&](std::size_t offset, char letter) {
        std::vector<std::uint8_t> damaged = whole;
        damaged[offset] = static_cast<std::uint8_t>(letter);
        return check_cpio(damaged).error;
    };
    CHECK(check_cpio({}).error == CpioError::no_bytes);
    CHECK(check_cpio(std::span(whole).first(50)).error == CpioError::truncated_header);
    CHECK(with(5, '2') == CpioError::bad_magic);  // 070702: newc with checksums
    CHECK(with(54, 'g') == CpioError::bad_digit);
    CHECK(with(54, '7') == CpioError::truncated_data);
    CHECK(with(94, '7') == CpioError::truncated_name);
    CHECK(with(101, '0') == CpioError::bad_name);  // no bytes, not even a NUL
    CHECK(with(113, 'x') == CpioError::bad_name);  // the NUL overwritten
    CHECK(check_cpio(std::span(whole).first(check_cpio(whole).offset)).error == CpioError::no_trailer);
}

TEST_CASE("where the walk ended is told") {
    std::vector<std::uint8_t> damaged = small_archive().bytes;
    const std::size_t second = read_cpio_entry(damaged, 0).next;
    damaged[second] = 'x';
    const CpioCheck check = check_cpio(damaged);
    CHECK(check.offset == second);
    CHECK(check.entries == 1);
}

TEST_CASE("a file is found by its path, however the path and the archive begin it") {
    const ArchiveWriter archive = small_archive();
    const Vfs vfs{.archive = archive.bytes};
    for (const std::string_view path : {"bin/hello", "/bin/hello", "./bin/hello", "//bin/hello"}) {
        CAPTURE(path);
        const std::optional<File> file = find_file(vfs, path);
        REQUIRE(file);
        CHECK(text(file->bytes) == "hello");
        CHECK(file->name == "bin/hello");
    }
    REQUIRE(find_file(vfs, "etc/motd"));
    CHECK(text(find_file(vfs, "etc/motd")->bytes) == "be well\n");
}

TEST_CASE("what is not a regular file of the archive is not found") {
    const ArchiveWriter archive = small_archive();
    const Vfs vfs{.archive = archive.bytes};
    for (const std::string_view path : {"bin", "bin/hell", "bin/hello2", "", "/", "TRAILER!!!"}) {
        CAPTURE(path);
        CHECK_FALSE(find_file(vfs, path));
    }
}

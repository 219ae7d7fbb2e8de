#include "os/file.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "os/temporary_folder.h"

namespace {

namespace fs = std::filesystem;

/// A folder for one test, removed with its content.
struct Folder {
    abi::TemporaryFolder made{"file"};
    std::string path = made.path;
    Folder() { REQUIRE_MESSAGE(!path.empty(), made.error); }
    std::string operator/(const std::string& name) const { return path + "/" + name; }
};

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

auto files_in(const Folder& folder) {
    const fs::directory_iterator all(folder.path);
    return std::distance(begin(all), end(all));
}

}  // namespace

TEST_CASE("A file that was written is read back byte for byte") {
    const Folder folder;
    for (const auto& content : {std::string(), std::string("a\0b\r\n", 5), std::string(200'000, 'x')}) {
        CHECK_FALSE(abi::write_file(folder / "file", content));
        const auto read = abi::read_file(folder / "file");
        REQUIRE(read);
        CHECK(*read == content);
    }
    CHECK(files_in(folder) == 1);
}

TEST_CASE("A file that cannot be read is named, with the reason") {
    const Folder folder;
    const auto missing = abi::read_file(folder / "missing");
    REQUIRE(missing.problems.size() == 1);
    CHECK(to_string(missing.problems[0]) ==
          folder / "missing" + ": error: expected a file that can be read, found No such file or directory");
    const auto directory = abi::read_file(folder.path);
    REQUIRE(directory.problems.size() == 1);
    CHECK(directory.problems[0].found == "Is a directory");
}

TEST_CASE("A file of the limit's size is read and a larger one is refused") {
    const Folder folder;
    REQUIRE_FALSE(abi::write_file(folder / "file", "12345"));
    CHECK(abi::read_file(folder / "file", 5));
    const auto larger = abi::read_file(folder / "file", 4);
    REQUIRE(larger.problems.size() == 1);
    CHECK(larger.problems[0].expected == "at most 4 bytes");
}

TEST_CASE("The start of a file ends at the limit or at the end of the file") {
    const Folder folder;
    REQUIRE_FALSE(abi::write_file(folder / "file", "12345"));
    CHECK(*abi::read_start(folder / "file", 3) == "123");
    CHECK(*abi::read_start(folder / "file", 9) == "12345");
    CHECK(abi::read_start("/dev/zero", 100'000)->size() == 100'000);
}

TEST_CASE("A file that never ends is refused at the limit") {
    CHECK_FALSE(abi::read_file("/dev/zero", 100'000));
}

TEST_CASE("A failed write leaves no file behind and returns the reason") {
    const Folder folder;
    const auto no_folder = abi::write_file(folder / "missing/file", "x");
    REQUIRE(no_folder);
    CHECK(to_string(*no_folder) ==
          folder / "missing/file" + ": error: expected a file that can be written, found No such file or directory");
    fs::create_directory(folder / "taken");
    const auto directory = abi::write_file(folder / "taken", "x");
    REQUIRE(directory);
    CHECK(directory->found == "Is a directory");
    CHECK(files_in(folder) == 1);
}

TEST_CASE("A write that fails half-way does not change the old file and leaves no temporary file") {
    const Folder folder;
    REQUIRE_FALSE(abi::write_file(folder / "file", "old"));
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit small{100, before.rlim_max};
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto problem = abi::write_file(folder / "file", std::string(1000, 'x'));
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    REQUIRE(problem);
    CHECK(problem->found == "File too large");
    CHECK(content_of(folder / "file") == "old");
    CHECK(files_in(folder) == 1);
}

TEST_CASE("A new file has the mode that the umask allows, an existing file keeps its mode") {
    const Folder folder;
    const mode_t before = umask(027);
    CHECK_FALSE(abi::write_file(folder / "new", "x"));
    umask(before);
    struct stat about{};
    REQUIRE(stat((folder / "new").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0640);
    REQUIRE(chmod((folder / "new").c_str(), 0755) == 0);
    CHECK_FALSE(abi::write_file(folder / "new", "y"));
    REQUIRE(stat((folder / "new").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0755);
    CHECK(content_of(folder / "new") == "y");
}

TEST_CASE("Writing to a link writes to its target") {
    const Folder folder;
    REQUIRE_FALSE(abi::write_file(folder / "file", "old"));
    fs::create_symlink("file", folder / "link");
    CHECK_FALSE(abi::write_file(folder / "link", "new"));
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(content_of(folder / "file") == "new");
}

TEST_CASE("A device is written to and not replaced") {
    const Folder folder;
    fs::create_symlink("/dev/full", folder / "full");
    const auto problem = abi::write_file(folder / "full", "x");
    REQUIRE(problem);
    CHECK(problem->found == "No space left on device");
    CHECK(fs::is_symlink(folder / "full"));
    CHECK_FALSE(abi::write_file("/dev/null", "x"));
    CHECK(fs::is_character_file("/dev/null"));
}

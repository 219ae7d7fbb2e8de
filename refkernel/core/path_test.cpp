#include "core/path.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace core;

namespace {

std::vector<std::string_view> components(std::string_view path) {
    std::vector<std::string_view> found;
    for (std::string_view part = next_component(path); !part.empty(); part = next_component(path)) {
        found.push_back(part);
    }
    return found;
}

}  // namespace

TEST_CASE("a path is split into components") {
    using Parts = std::vector<std::string_view>;
    struct Row {
        std::string_view sentence;
        std::string_view path;
        Parts parts;
        bool directory;
    };
    const Row rows[] = {
        {"a name", "hello", {"hello"}, false},
        {"a slash at the start is skipped", "/bin/hello", {"bin", "hello"}, false},
        {"double slashes are skipped", "//bin//hello", {"bin", "hello"}, false},
        {"dots are skipped", "./bin/./hello", {"bin", "hello"}, false},
        {"a slash at the end needs a directory", "bin/", {"bin"}, true},
        {"a dot at the end needs a directory", "bin/.", {"bin"}, true},
        {"two dots are a component", "bin/../etc", {"bin", "..", "etc"}, false},
        {"two dots at the end need a directory", "bin/..", {"bin", ".."}, true},
        {"the root has no components", "/", {}, true},
        {"a single dot is the root", ".", {}, true},
        {"three dots are a name", "...", {"..."}, false},
        {"a name may begin or end with a dot", ".a/b.", {".a", "b."}, false},
        {"no bytes, no components", "", {}, true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        CHECK(components(row.path) == row.parts);
        CHECK(demands_directory(row.path) == row.directory);
    }
}

TEST_CASE("an invalid path is refused") {
    using namespace std::string_literals;
    const auto times = [](std::size_t count, std::string_view text) {
        std::string all;
        while (count-- != 0) all += text;
        return all;
    };
    struct Row {
        std::string_view sentence;
        std::string path;
        Verdict verdict;
    };
    const Row rows[] = {
        {"no bytes", "", VERDICT_EINVAL},
        {"a NUL in the middle", "a\0b"s, VERDICT_EINVAL},
        {"a NUL at the end", "a\0"s, VERDICT_EINVAL},
        {"the root", "/", VERDICT_OK},
        {"4095 bytes", times(2047, "a/") + "a", VERDICT_OK},
        {"4096 bytes", times(2048, "a/"), VERDICT_ENAMETOOLONG},
        {"4096 slashes", times(4096, "/"), VERDICT_ENAMETOOLONG},
        {"a component of 111 bytes", "/tmp/" + times(111, "n"), VERDICT_OK},
        {"a component of 112 bytes", "/tmp/" + times(112, "n"), VERDICT_ENAMETOOLONG},
        {"a component of 112 bytes before another", times(112, "n") + "/x", VERDICT_ENAMETOOLONG},
        {"a component of 112 bytes after dots", "./../" + times(112, "n"), VERDICT_ENAMETOOLONG},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        CHECK(check_path(row.path) == row.verdict);
    }
}

// The folder of the cache: whole files, bounded, without what killed programs leave.
#include "cache/store.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "os/descriptor.h"
#include "os/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
constexpr std::string_view magic = "test 1\n";

std::string digest(char c) {
    return std::string(64, c);
}

struct Cache {
    abi::TemporaryFolder made{"test"};
    std::string folder = made.path + "/cache";

    std::string path(char c) const { return folder + "/" + digest(c) + ".answer"; }
    void age(char c, int hours) const {
        fs::last_write_time(path(c), fs::file_time_type::clock::now() - std::chrono::hours(hours));
    }
    std::string body(char c) const {
        const auto stored = abi::load_stored(path(c), magic);
        return stored ? std::string(stored->body) : "(none)";
    }
    std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(folder), fs::directory_iterator()); }
};

}  // namespace

TEST_CASE("A file is read as it was written; one of another format, a damaged one and a short one are none") {
    const Cache cache;
    CHECK(cache.body('a') == "(none)");
    abi::store(cache.path('a'), magic, "body");
    CHECK(cache.body('a') == "body");
    CHECK_FALSE(abi::load_stored(cache.path('a'), "test 2\n"));
    std::ofstream(cache.path('a'), std::ios::app) << "x";
    CHECK(cache.body('a') == "(none)");
    abi::store(cache.path('a'), magic, "body");
    fs::resize_file(cache.path('a'), fs::file_size(cache.path('a')) - 1);
    CHECK(cache.body('a') == "(none)");
}

TEST_CASE("All files together have a bounded size; what was used last stays, and other files are left alone") {
    const Cache cache;
    const std::string large(1000, 'x');
    for (const char c : {'a', 'b', 'c'}) abi::store(cache.path(c), magic, large);
    std::ofstream(cache.folder + "/of-the-user") << std::string(5000, 'u');
    cache.age('a', 3);
    cache.age('b', 5);
    cache.age('c', 4);
    CHECK(cache.body('b') == large);  // so it was used now
    abi::store(cache.path('d'), magic, large, 2100);
    CHECK(cache.body('a') == "(none)");
    CHECK(cache.body('b') == large);
    CHECK(cache.body('c') == "(none)");
    CHECK(cache.body('d') == large);
    CHECK(fs::exists(cache.folder + "/of-the-user"));
    abi::store(cache.path('e'), magic, std::string(1100, 'x'), 2100);
    CHECK(cache.body('e') == "(none)");
    CHECK(cache.body('d') == large);
}

TEST_CASE("A file that a killed program was writing goes; one that is being written stays") {
    const Cache cache;
    abi::store(cache.path('a'), magic, "body");
    const auto abandoned = cache.path('b') + ".tmp-1-0";
    const auto written = cache.path('c') + ".tmp-1-0";
    std::ofstream(abandoned) << "half";
    const abi::Descriptor other(open(written.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    REQUIRE(flock(other.fd, LOCK_EX) == 0);
    abi::store(cache.path('d'), magic, "body");
    CHECK_FALSE(fs::exists(abandoned));
    CHECK(fs::exists(written));
}

TEST_CASE("Many writers of one file leave one whole file") {
    const Cache cache;
    std::vector<std::thread> writers;
    for (char c = 'a'; c < 'i'; ++c) {
        writers.emplace_back([&, c] {
            for (int i = 0; i < 50; ++i) {
                abi::store(cache.path('0'), magic, std::string(3000, c));
                const auto body = cache.body('0');
                CHECK((body.size() == 3000 && body.find_first_not_of(body.front()) == body.npos));
            }
        });
    }
    for (auto& writer : writers) writer.join();
    CHECK(cache.files() == 1);
}

TEST_CASE("A folder that cannot be written to is no error") {
    const Cache cache;
    std::ofstream(cache.folder) << "a file";
    abi::store(cache.path('a'), magic, "body");
    CHECK(cache.body('a') == "(none)");
}

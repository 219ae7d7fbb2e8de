// Dependencies are written as bytes and read back unchanged; other bytes are refused.
#include "cache/dependencies.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "os/temporary_folder.h"

using namespace abi;

namespace {

std::string bytes_of(const std::vector<Dependency>& all) {
    std::string bytes;
    put_dependencies(bytes, all);
    return bytes;
}

std::vector<Dependency> seen_at(const std::string& folder) {
    Disk disk;
    Dependencies dependencies(disk);
    for (const char* name : {"/file", "/not-there", "/folder/"}) {
        for (const auto how : {Look::How::state, Look::How::entries, Look::How::link}) {
            dependencies.add({folder + name, how});
        }
    }
    dependencies.add({"/dev/urandom", Look::How::state});
    std::vector<Dependency> all;
    CHECK(dependencies.finish(all).empty());
    return all;
}

}  // namespace

TEST_CASE("Dependencies are read back with every part that was written") {
    const TemporaryFolder folder("test");
    std::ofstream(folder.path + "/file") << "text";
    std::filesystem::create_directory(folder.path + "/folder");
    const auto all = seen_at(folder.path);
    CHECK(all.size() == 10);
    const auto bytes = bytes_of(all);
    ByteSource from{.rest = bytes};
    auto back = take_dependencies(from);
    CHECK(from.good);
    CHECK(from.rest.empty());
    CHECK(bytes_of(back) == bytes);
    Disk disk;
    bool is_refreshed = false;
    CHECK(first_changed(back, disk, is_refreshed).empty());
    CHECK_FALSE(is_refreshed);
}

TEST_CASE("Bytes that were cut or changed never crash, and a cut is noticed") {
    const TemporaryFolder folder("test");
    std::ofstream(folder.path + "/file") << "text";
    const auto bytes = bytes_of(seen_at(folder.path));
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        ByteSource cut{.rest = std::string_view(bytes).substr(0, at)};
        take_dependencies(cut);
        CHECK_FALSE(cut.good);
        auto changed = bytes;
        changed[at] = static_cast<char>(~changed[at]);
        ByteSource from{.rest = changed};
        take_dependencies(from);
    }
}

TEST_CASE("Each kind of look sees its own change") {
    const TemporaryFolder folder("test");
    const auto inside = folder.path + "/folder";
    std::filesystem::create_directory(inside);
    const auto changed = [&](Look::How how, const std::function<void()>& change) {
        Disk then;
        Dependencies dependencies(then);
        dependencies.add({inside, how});
        std::vector<Dependency> all;
        CHECK(dependencies.finish(all).empty());
        change();
        Disk now;
        bool is_refreshed = false;
        return !first_changed(all, now, is_refreshed).empty();
    };
    const auto add = [&](const char* name) { return [&, name] { std::ofstream(inside + name) << "x"; }; };
    CHECK_FALSE(changed(Look::How::state, add("/a")));
    CHECK(changed(Look::How::entries, add("/b")));
    CHECK_FALSE(changed(Look::How::entries, add("/b")));
    CHECK(changed(Look::How::state, [&] { std::filesystem::remove_all(inside); }));
    CHECK(changed(Look::How::state, [&] { std::filesystem::create_directory(inside); }));
    CHECK(changed(Look::How::link, [&] {
        std::filesystem::rename(inside, folder.path + "/other");
        std::filesystem::create_directory_symlink("other", inside);
    }));
}

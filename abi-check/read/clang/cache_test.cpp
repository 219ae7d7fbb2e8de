// What the cache keeps between runs, and what invalidates it.
#include "read/clang/cache.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "read/clang/clang_test.h"

using namespace abi;
using namespace abi::clang_reader;
using abi::test::text_of;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A folder with sources that are old enough to be kept, and a cache; gone at the end of the test.
struct Project {
    Project()
        : path(fs::temp_directory_path() /
               ("abi-check-cache-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
        fs::remove_all(path);
        for (const auto* folder : {"first", "second"}) fs::create_directories(path / folder);
        write("a.c", "#include <p.h>\n");
        write("b.c", "struct B { int x; };\n");
        write("second/p.h", "struct P { int x; };\n");
    }
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;
    ~Project() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
        fs::last_write_time(path / name, fs::file_time_type::clock::now() - 1h);
    }
    Request request() const {
        Request made;
        made.files = {(path / "a.c").string(), (path / "b.c").string()};
        made.flags = {"-ffreestanding", "-I" + (path / "first").string(), "-I" + (path / "second").string()};
        made.root = path.string();
        made.target.triple = "riscv64-linux-gnu";
        made.cache_folder = (path / "cache").string();
        return made;
    }
    std::vector<fs::path> kept() const {
        std::vector<fs::path> files;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(path / "cache", ignored)) files.push_back(entry.path());
        return files;
    }
    bool is_known(const std::string& name, const Request& request) const {
        const auto cache = load_cache(request);
        const auto file = (path / name).string();
        CHECK(abi::clang_reader::is_known(cache, file) == units_in(cache, file).has_value());
        return abi::clang_reader::is_known(cache, file);
    }

    fs::path path;
};

std::string all_of(const Reading& reading) {
    std::string text = text_of(reading.problems);
    for (const auto& record : reading.layout.records) {
        text += record.name + " " + to_string(record.place) + " " + text_of(record) + "\n";
    }
    for (const auto& unit : reading.units) text += unit + "\n";
    return text;
}

}  // namespace

TEST_CASE("A unit in the cache is read without a compiler, and the answer is the same") {
    const Project project;
    const auto request = project.request();
    CHECK_FALSE(project.is_known("a.c", request));
    const auto first = clang_reader::read(request);
    CHECK(text_of(first, "P") == "4/4: x i32 @0");
    CHECK(project.is_known("a.c", request));
    CHECK(project.is_known("b.c", request));
    CHECK(all_of(clang_reader::read(request)) == all_of(first));
    CHECK(project.kept().size() == 1);
}

TEST_CASE("The paths at which units looked are told alike, whether they are read or kept, and without a cache") {
    const Project project;
    auto request = project.request();
    std::map<std::string, bool> told;
    request.looked = [&](const std::string& path, bool is_listed) { told[path] |= is_listed; };
    const auto looks = [&] {
        told.clear();
        clang_reader::read(request);
        return told;
    };
    const auto read = looks();
    for (const auto* name : {"a.c", "b.c", "first/p.h", "second/p.h"}) CHECK(read.contains(project.path / name));
    CHECK(project.is_known("a.c", request));
    CHECK(looks() == read);
    project.write("second/p.h", "struct P { long x; };\n");
    CHECK(looks() == read);
    request.cache_folder.clear();
    CHECK(looks() == read);
    request.files.push_back((project.path / "none.c").string());
    CHECK(looks().contains(project.path / "none.c"));
}

TEST_CASE("The cache keeps the problem of a unit as it keeps its records") {
    const Project project;
    project.write("b.c", "#include \"gone.h\"\n");
    const auto first = all_of(clang_reader::read(project.request()));
    CHECK(first.find("b.c:1:10: error: 'gone.h' file not found") != std::string::npos);
    CHECK(project.is_known("b.c", project.request()));
    CHECK(all_of(clang_reader::read(project.request())) == first);
    project.write("gone.h", "struct B { char y; };\n");
    CHECK(text_of(clang_reader::read(project.request()), "B") == "1/1: y u8 @0");
}

TEST_CASE("A unit is read again if a file or folder that it used has changed; other units are not") {
    struct Change {
        std::string sentence;
        void (*make)(const Project& project);
        std::string expected;  // of P
    };
    const Change several[] = {
        {"A header has another text", [](const Project& p) { p.write("second/p.h", "struct P { char y[9]; };\n"); },
         "9/1: y u8[9] @0"},
        {"A header of the same size, another text and another time",
         [](const Project& p) {
             p.write("second/p.h", "struct P { int y; };\n");
             fs::last_write_time(p.path / "second/p.h", fs::file_time_type::clock::now() - 2h);
         },
         "4/4: y i32 @0"},
        {"A header of the same size and time that was renamed into place",
         [](const Project& p) {
             const auto time = fs::last_write_time(p.path / "second/p.h");
             p.write("new.h", "struct P { int z; };\n");
             fs::last_write_time(p.path / "new.h", time);
             fs::rename(p.path / "new.h", p.path / "second/p.h");
         },
         "4/4: z i32 @0"},
        {"A header that newly hides another",
         [](const Project& p) { p.write("first/p.h", "struct P { short x; };\n"); }, "2/2: x i16 @0"},
        {"The source itself", [](const Project& p) { p.write("a.c", "struct P { long long x; };\n"); },
         "8/8: x i64 @0"},
    };
    for (const auto& [sentence, make, expected] : several) {
        CAPTURE(sentence);
        const Project project;
        clang_reader::read(project.request());
        make(project);
        CHECK_FALSE(project.is_known("a.c", project.request()));
        CHECK(project.is_known("b.c", project.request()));
        CHECK(text_of(clang_reader::read(project.request()), "P") == expected);
        CHECK(project.is_known("a.c", project.request()));
        CHECK(project.is_known("b.c", project.request()));
    }
}

TEST_CASE("A unit is read again if a new folder appears where headers are searched") {
    const Project project;
    auto request = project.request();
    request.flags.insert(request.flags.begin(), "-I" + (project.path / "zeroth").string());
    clang_reader::read(request);
    CHECK(project.is_known("a.c", request));
    fs::create_directories(project.path / "zeroth");
    project.write("zeroth/p.h", "struct P { short x; };\n");
    CHECK(text_of(clang_reader::read(request), "P") == "2/2: x i16 @0");
}

TEST_CASE("Other flags, names, targets and roots make another unit") {
    const Project project;
    const auto request = project.request();
    clang_reader::read(request);
    const std::vector<void (*)(Request&)> changes{
        [](Request& r) { r.flags.emplace_back("-DX"); },
        [](Request& r) { r.extra_args = {"-DX"}; },
        [](Request& r) { r.target.flags = {"-DX"}; },
        [](Request& r) { r.target.triple = "aarch64-linux-gnu"; },
        [](Request& r) { r.target.sysroot = "/x"; },
        [](Request& r) { r.names = {"P"}; },
        [](Request& r) { r.root = "/"; },
    };
    for (std::size_t at = 0; at < changes.size(); ++at) {
        CAPTURE(at);
        auto other = request;
        changes[at](other);
        CHECK_FALSE(project.is_known("a.c", other));
        clang_reader::read(other);
        CHECK(project.is_known("a.c", other));
        CHECK(project.is_known("a.c", request));
    }
    CHECK(project.kept().size() == changes.size() + 1);
}

TEST_CASE("Another environment makes another unit") {
    const Project project;
    clang_reader::read(project.request());
    ::setenv("CPATH", "/nowhere", 1);
    CHECK_FALSE(project.is_known("a.c", project.request()));
    ::unsetenv("CPATH");
    CHECK(project.is_known("a.c", project.request()));
}

TEST_CASE("The build's commands and its response files count for every unit") {
    const Project project;
    auto request = project.request();
    request.flags.clear();
    request.compile_commands = project.path.string();
    const auto commands = [&](const std::string& flags) {
        project.write("compile_commands.json", R"([{"directory": ")" + project.path.string() +
                                                   R"(", "file": "b.c", "command": "clang )" + flags + R"( -c b.c"}])");
    };
    request.files.erase(request.files.begin());
    project.write("b.c", "struct B { char x[N]; };\n");
    project.write("flags.rsp", "-DN=3");
    commands("-DN=2");
    CHECK(text_of(clang_reader::read(request), "B") == "2/1: x u8[2] @0");
    CHECK(project.is_known("b.c", request));
    commands("@flags.rsp");
    CHECK(text_of(clang_reader::read(request), "B") == "3/1: x u8[3] @0");
    CHECK(project.is_known("b.c", request));
    project.write("flags.rsp", "-DN=14");
    CHECK(text_of(clang_reader::read(request), "B") == "14/1: x u8[14] @0");
}

TEST_CASE(
    "A file that was modified just now is compared by its content, because its next change could have the same time") {
    const Project project;
    std::ofstream(project.path / "second/p.h") << "struct P { char x; };\n";
    clang_reader::read(project.request());
    CHECK(project.is_known("a.c", project.request()));
    std::ofstream(project.path / "second/p.h") << "struct P { char y; };\n";
    CHECK_FALSE(project.is_known("a.c", project.request()));
    CHECK(project.is_known("b.c", project.request()));
}

TEST_CASE("Equal size and time do not hide a change") {
    struct Change {
        std::string sentence;
        void (*make)(const Project& project);
    };
    const Change several[] = {
        {"edited in place, and the time set back (touch -r)",
         [](const Project& p) {
             const auto time = fs::last_write_time(p.path / "second/p.h");
             std::ofstream(p.path / "second/p.h") << "struct P { int y; };\n";
             fs::last_write_time(p.path / "second/p.h", time);
         }},
        {"another file copied over it with its time (cp -p, rsync -t)",
         [](const Project& p) {
             const auto time = fs::last_write_time(p.path / "second/p.h");
             p.write("new.h", "struct P { int y; };\n");
             fs::copy_file(p.path / "new.h", p.path / "second/p.h", fs::copy_options::overwrite_existing);
             fs::last_write_time(p.path / "second/p.h", time);
         }},
        {"unpacked from an archive in which all files have one time",
         [](const Project& p) {
             const auto time = fs::last_write_time(p.path / "second/p.h");
             fs::remove(p.path / "second/p.h");
             p.write("second/p.h", "struct P { int y; };\n");
             fs::last_write_time(p.path / "second/p.h", time);
         }},
        {"the folder renamed, another one in its place",
         [](const Project& p) {
             const auto time = fs::last_write_time(p.path / "second/p.h");
             fs::create_directories(p.path / "third");
             p.write("third/p.h", "struct P { int y; };\n");
             fs::last_write_time(p.path / "third/p.h", time);
             fs::rename(p.path / "second", p.path / "old");
             fs::rename(p.path / "third", p.path / "second");
         }},
        {"a symbolic link to another folder in its place",
         [](const Project& p) {
             const auto time = fs::last_write_time(p.path / "second/p.h");
             fs::create_directories(p.path / "third");
             p.write("third/p.h", "struct P { int y; };\n");
             fs::last_write_time(p.path / "third/p.h", time);
             fs::rename(p.path / "second", p.path / "old");
             fs::create_directory_symlink("third", p.path / "second");
         }},
    };
    for (const auto& [sentence, make] : several) {
        CAPTURE(sentence);
        const Project project;
        CHECK(text_of(clang_reader::read(project.request()), "P") == "4/4: x i32 @0");
        make(project);
        CHECK_FALSE(project.is_known("a.c", project.request()));
        CHECK(project.is_known("b.c", project.request()));
        CHECK(text_of(clang_reader::read(project.request()), "P") == "4/4: y i32 @0");
    }
}

TEST_CASE("The same content with another time, inode or folder is unchanged, as after a fresh checkout") {
    const Project project;
    clang_reader::read(project.request());
    fs::last_write_time(project.path / "second/p.h", fs::file_time_type::clock::now() - 3h);
    CHECK(project.is_known("a.c", project.request()));
    fs::remove(project.path / "second/p.h");
    project.write("second/p.h", "struct P { int x; };\n");
    CHECK(project.is_known("a.c", project.request()));
    fs::copy(project.path / "second", project.path / "copy", fs::copy_options::recursive);
    fs::remove_all(project.path / "second");
    fs::create_directory_symlink("copy", project.path / "second");
    CHECK(project.is_known("a.c", project.request()));
}

TEST_CASE("Equal size and time do not hide a change of the compile commands or of a response file") {
    const Project project;
    auto request = project.request();
    request.flags.clear();
    request.compile_commands = project.path.string();
    request.files.erase(request.files.begin());
    project.write("b.c", "struct B { char x[N]; };\n");
    const auto time = fs::last_write_time(project.path / "b.c");
    const auto write = [&](const std::string& name, const std::string& text) {
        std::ofstream(project.path / name) << text;
        fs::last_write_time(project.path / name, time);
    };
    const auto commands = [&](const std::string& flags) {
        write("compile_commands.json", R"([{"directory": ")" + project.path.string() +
                                           R"(", "file": "b.c", "command": "clang )" + flags + R"( -c b.c"}])");
    };
    write("flags.rsp", "-DN=3");
    commands("-DN=2     ");
    CHECK(text_of(clang_reader::read(request), "B") == "2/1: x u8[2] @0");
    commands("@flags.rsp");
    CHECK(text_of(clang_reader::read(request), "B") == "3/1: x u8[3] @0");
    CHECK(project.is_known("b.c", request));
    write("flags.rsp", "-DN=4");
    CHECK(text_of(clang_reader::read(request), "B") == "4/1: x u8[4] @0");
}

TEST_CASE("A damaged cache is ignored and written again") {
    const Project project;
    const auto expected = all_of(clang_reader::read(project.request()));
    REQUIRE(project.kept().size() == 1);
    const auto path = project.kept().front();
    std::string whole(static_cast<std::size_t>(fs::file_size(path)), '\0');
    std::ifstream(path, std::ios::binary).read(whole.data(), static_cast<std::streamsize>(whole.size()));
    std::vector<std::string> damaged{"", "x", whole.substr(0, whole.size() - 1), whole + "x"};
    for (std::size_t at = 0; at < whole.size(); at += 97) {
        damaged.push_back(whole);
        damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 0x55);
    }
    for (const auto& bytes : damaged) {
        std::ofstream(path, std::ios::binary) << bytes;
        CHECK_FALSE(project.is_known("a.c", project.request()));
    }
    CHECK(all_of(clang_reader::read(project.request())) == expected);
    CHECK(project.is_known("a.c", project.request()));
    CHECK(project.kept().size() == 1);
}

TEST_CASE("If the folder of the cache cannot be made, nothing is kept") {
    const Project project;
    auto request = project.request();
    request.cache_folder = (project.path / "a.c/cache").string();
    CHECK(text_of(clang_reader::read(request), "P") == "4/4: x i32 @0");
    CHECK(project.kept().empty());
}

TEST_CASE("What is kept does not depend on the number of jobs, or on files that appear and vanish" *
          doctest::test_suite("threads")) {
    const Project project;
    auto request = project.request();
    request.jobs = 4;
    clang_reader::read(request);
    request.jobs = 1;
    CHECK(project.is_known("a.c", request));
    request.files.pop_back();
    clang_reader::read(request);
    CHECK(project.is_known("b.c", project.request()));
    project.write("second/p.h", "struct P { char y; };\n");
    fs::remove(project.path / "b.c");
    clang_reader::read(request);
    CHECK_FALSE(project.is_known("b.c", project.request()));
    CHECK(project.is_known("a.c", project.request()));
}

TEST_CASE("A unit that two revisions share is read once, and a unit of the disk is not used for a revision") {
    const Project project;
    // A revision: the disk, but for its own p.h. Its files have no times; what they hold is in their numbers.
    const auto revision = [&](const std::string& text) {
        auto request = project.request();
        auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
        files->addFile((project.path / "second/p.h").string(), 0, llvm::MemoryBuffer::getMemBufferCopy(text));
        auto all = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
        all->pushOverlay(files);
        request.files_from = all;
        return request;
    };
    const auto older = revision("struct P { long long x; };\n");
    const auto newer = revision("struct P { long long y; };\n");
    CHECK(text_of(clang_reader::read(project.request()), "P") == "4/4: x i32 @0");
    CHECK_FALSE(project.is_known("a.c", older));
    CHECK(text_of(clang_reader::read(older), "P") == "8/8: x i64 @0");
    CHECK(project.is_known("a.c", older));
    CHECK(project.is_known("a.c", revision("struct P { long long x; };\n")));
    CHECK_FALSE(project.is_known("a.c", newer));
    CHECK(project.is_known("b.c", newer));
    CHECK(text_of(clang_reader::read(newer), "P") == "8/8: y i64 @0");
    CHECK(text_of(clang_reader::read(project.request()), "P") == "4/4: x i32 @0");
}

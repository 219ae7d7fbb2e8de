// What units share of a file system, and what each has for itself.
#include "read/clang/files.h"

#include <doctest/doctest.h>

#include "llvm/Support/MemoryBuffer.h"

using namespace abi;
using namespace abi::clang_reader;

namespace {

llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> memory_with(const std::string& path) {
    auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy("text", path));
    return memory;
}

}  // namespace

TEST_CASE("Every unit has a working directory of its own") {
    SharedFiles shared;
    shared.files = memory_with("/a/x.h");
    const auto in_a = files_from_directory(shared, "/a");
    const auto in_b = files_from_directory(shared, "/b");
    CHECK(in_a->exists("x.h"));
    CHECK_FALSE(in_b->exists("x.h"));
    CHECK(in_b->exists("/a/x.h"));
    CHECK_FALSE(in_b->setCurrentWorkingDirectory("/a"));
    CHECK(in_b->exists("x.h"));
    CHECK(*in_a->getCurrentWorkingDirectory() == "/a");
}

TEST_CASE("A file that one unit did not find is not searched for by other units") {
    const auto memory = memory_with("/a/x.h");
    SharedFiles shared;
    shared.files = memory;
    const auto first = files_from_directory(shared, "/a");
    const auto second = files_from_directory(shared, "/a");
    CHECK_FALSE(first->exists("asked.h"));
    CHECK_FALSE(first->openFileForRead("opened.h"));
    std::error_code error;
    first->dir_begin("folder", error);
    CHECK(error == std::errc::no_such_file_or_directory);
    for (const std::string path : {"/a/asked.h", "/a/opened.h", "/a/folder/y.h", "/a/new.h"}) {
        memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy("text", path));
    }
    CHECK_FALSE(second->status("asked.h"));
    CHECK_FALSE(second->openFileForRead("asked.h"));
    CHECK_FALSE(second->openFileForRead("opened.h"));
    second->dir_begin("folder", error);
    CHECK(error == std::errc::no_such_file_or_directory);
    CHECK(second->openFileForRead("new.h"));

    SharedFiles afresh;
    afresh.files = memory;
    CHECK(files_from_directory(afresh, "/a")->exists("asked.h"));
}

TEST_CASE("Without given files the file system is the disk") {
    SharedFiles shared;
    CHECK(files_from_directory(shared, "/")->exists("/"));
    CHECK_FALSE(files_from_directory(shared, "/")->exists("no-such-file-of-abi-check"));
}

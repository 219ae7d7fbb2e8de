#include "read/btf/contents.h"

#include "read/btf/btf_test.h"

using namespace abi;
using namespace abi::btf;
using namespace abi::test;

TEST_CASE("BTF is alone if the object has no DWARF; a file that is not there has nothing") {
    if (!present("clang-19") || !present("llvm-objcopy-19")) {
        MESSAGE("not tested: no clang-19 or llvm-objcopy-19 here");
        return;
    }
    const Folder folder;
    const auto object = compile(folder, "struct S { int a; } x;", {"clang-19", "--target=bpf"});
    CHECK(contents_of(object).has_btf);
    CHECK_FALSE(contents_of(object).is_alone);
    const auto stripped = folder.path + "/stripped.o";
    run({"llvm-objcopy-19", "--strip-debug", object, stripped});
    CHECK(contents_of(stripped).is_alone);
    const auto none = contents_of(folder.path + "/absent");
    CHECK_FALSE(none.has_btf);
    CHECK_FALSE(none.is_alone);
    CHECK_FALSE(contents_of(folder.write("a.txt", "text")).has_btf);
}

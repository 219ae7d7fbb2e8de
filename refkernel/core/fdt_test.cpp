#include "core/fdt.h"

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "core/test_fdt.h"

using namespace core;
using core::test::FdtWriter;

namespace {

/// The root, with one property and one child.
FdtWriter small_tree() {
    FdtWriter tree;
    tree.begin("");
    tree.property("model", "test");
    tree.begin("chosen");
    tree.property("bootargs", "x");
    tree.end();
    tree.end();
    return tree;
}

using Bytes = std::vector<std::uint8_t>;

std::uint32_t field(const Bytes& tree, std::size_t offset) {
    return static_cast<std::uint32_t>(tree[offset] << 24 | tree[offset + 1] << 16 | tree[offset + 2] << 8 |
                                      tree[offset + 3]);
}

void set_field(Bytes& tree, std::size_t offset, std::uint32_t value) {
    const Bytes bytes = FdtWriter::cells({value});
    std::copy(bytes.begin(), bytes.end(), tree.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

TEST_CASE("a property of a grandchild, or of a node with a longer name, is not a property of the child") {
    FdtWriter tree;
    tree.begin("");
    tree.begin("soc");
    tree.begin("chosen");
    tree.property("bootargs", "wrong");
    tree.end();
    tree.end();
    tree.begin("chosen-one");
    tree.property("bootargs", "wrong");
    tree.end();
    tree.end();
    const std::vector<std::uint8_t> bytes = tree.write();
    const OpenedFdt opened = open_fdt(bytes);
    REQUIRE(opened.error == FdtError::none);
    CHECK_FALSE(fdt_property(opened.fdt, "chosen", "bootargs"));
    CHECK(fdt_property(opened.fdt, "chosen-one", "bootargs"));
}

TEST_CASE("each kind of damage in a header has its own error") {
    enum Field : std::size_t {
        magic = 0,
        total = 4,
        structure = 8,
        strings = 12,
        reservations = 16,
        last_version = 24,
        strings_bytes = 32,
        structure_bytes = 36,
    };
    struct Row {
        std::string_view sentence;
        Field field;
        std::uint32_t value;
        FdtError error;
    };
    const Bytes whole = small_tree().write();
    const auto all = static_cast<std::uint32_t>(whole.size());
    const Row rows[] = {
        {"nothing", magic, 0xd00dfeed, FdtError::none},
        {"another magic", magic, 0xedfe0dd0, FdtError::no_header},
        {"smaller than its header", total, 39, FdtError::no_header},
        {"larger than any tree", total, fdt_max_bytes + 1, FdtError::no_header},
        {"larger than its bytes", total, all + 1, FdtError::truncated},
        {"one byte smaller than its blocks", total, all - 1, FdtError::block_outside},
        {"a version that we cannot read", last_version, 17, FdtError::unreadable_version},
        {"the structure between words", structure, field(whole, structure) + 2, FdtError::misaligned_block},
        {"reservations between double words", reservations, 44, FdtError::misaligned_block},
        {"the structure in the header", structure, 36, FdtError::block_outside},
        {"the structure after the end", structure, (all | 3) + 1, FdtError::block_outside},
        {"a structure of 2^32 - 1 bytes", structure_bytes, ~0U, FdtError::block_outside},
        {"the strings in the header", strings, 0, FdtError::block_outside},
        {"the strings after the end", strings, ~0U, FdtError::block_outside},
        {"one byte more than the strings have", strings_bytes, field(whole, strings_bytes) + 1,
         FdtError::block_outside},
        {"reservations in the header", reservations, 0, FdtError::block_outside},
        {"reservations after the end", reservations, 0xffff'fff8, FdtError::block_outside},
        {"reservations that begin in the strings", reservations, (all - 15) & ~7U, FdtError::open_reservations},
        {"a structure without its end", structure_bytes, field(whole, structure_bytes) - 4,
         FdtError::truncated_structure},
        {"a structure of no bytes", structure_bytes, 0, FdtError::truncated_structure},
        {"strings of no bytes", strings_bytes, 0, FdtError::bad_property_name},
        {"the last string without its NUL", strings_bytes, field(whole, strings_bytes) - 1,
         FdtError::bad_property_name},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        Bytes damaged = whole;
        set_field(damaged, row.field, row.value);
        CHECK(open_fdt(damaged).error == row.error);
    }
    CHECK(open_fdt({}).error == FdtError::no_header);
    CHECK(open_fdt(std::span(whole).first(39)).error == FdtError::no_header);
    CHECK(open_fdt(std::span(whole).first(40)).error == FdtError::truncated);
}

TEST_CASE("each kind of damage in a structure has its own error") {
    struct Row {
        std::string_view sentence;
        std::function<void(FdtWriter&)> write;
        FdtError error;
    };
    const auto nested = [](unsigned depth) {
        return [depth](FdtWriter& tree) {
            for (unsigned i = 0; i < depth; ++i) tree.begin("n");
            for (unsigned i = 0; i < depth; ++i) tree.end();
        };
    };
    const Row rows[] = {
        {"only a root", nested(1), FdtError::none},
        {"64 nodes deep", nested(64), FdtError::none},
        {"65 nodes deep", nested(65), FdtError::too_deep},
        {"no root", [](FdtWriter&) {}, FdtError::unended_node},
        {"a root that does not end", [](FdtWriter& tree) { tree.begin(""); }, FdtError::unended_node},
        {"only an end", [](FdtWriter& tree) { tree.end(); }, FdtError::unopened_node},
        {"one end too many", [](FdtWriter& tree) { tree.begin(""), tree.end(), tree.end(); }, FdtError::unopened_node},
        {"two roots", [](FdtWriter& tree) { tree.begin(""), tree.end(), tree.begin(""), tree.end(); },
         FdtError::two_roots},
        {"a property before the root", [](FdtWriter& tree) { tree.property("a", "x"), tree.begin(""), tree.end(); },
         FdtError::stray_property},
        {"a property after the root", [](FdtWriter& tree) { tree.begin(""), tree.end(), tree.property("a", "x"); },
         FdtError::stray_property},
        {"a property after a child",
         [](FdtWriter& tree) { tree.begin(""), tree.begin("a"), tree.end(), tree.property("a", "x"), tree.end(); },
         FdtError::stray_property},
        {"an unknown token", [](FdtWriter& tree) { tree.structure = FdtWriter::cells({5}); }, FdtError::unknown_token},
        {"FDT_NOP tokens",
         [](FdtWriter& tree) {
             tree.begin("");
             tree.structure.insert(tree.structure.end(), {0, 0, 0, 4});
             tree.end();
         },
         FdtError::none},
        {"a property larger than the structure",
         [](FdtWriter& tree) {
             tree.begin("");
             const Bytes property = FdtWriter::cells({3, 0xffff'ffff, 0});
             tree.structure.insert(tree.structure.end(), property.begin(), property.end());
             tree.end();
         },
         FdtError::truncated_structure},
        {"a name outside the strings",
         [](FdtWriter& tree) {
             tree.begin("");
             const Bytes property = FdtWriter::cells({3, 0, 77});
             tree.structure.insert(tree.structure.end(), property.begin(), property.end());
             tree.end();
         },
         FdtError::bad_property_name},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        FdtWriter tree;
        row.write(tree);
        CHECK(open_fdt(tree.write()).error == row.error);
    }
    Bytes open = FdtWriter::cells({1, 0x61616161});  // a node's name that does not end
    FdtWriter tree;
    tree.structure = open;
    Bytes bytes = tree.write();
    set_field(bytes, 36, 8);
    CHECK(open_fdt(bytes).error == FdtError::truncated_structure);
}

TEST_CASE("reserved ranges of memory are returned in order") {
    FdtWriter tree = small_tree();
    tree.reservations = FdtWriter::cells({0, 0x8000'0000, 0, 0x20'0000, 1, 2, 3, 4, 0, 0, 0, 5, 0, 6, 0, 0});
    const Bytes bytes = tree.write();
    const OpenedFdt opened = open_fdt(bytes);
    REQUIRE(opened.error == FdtError::none);
    const std::pair<std::uint64_t, std::uint64_t> expected[] = {
        {0x8000'0000, 0x20'0000}, {0x1'0000'0002, 0x3'0000'0004}, {0, 5}, {6, 0}};
    for (std::size_t index = 0; index < std::size(expected); ++index) {
        const std::optional<FdtRange> reserved = reg_entry({2, 2}, opened.fdt.reservations, index);
        REQUIRE(reserved);
        CHECK(reserved->address == expected[index].first);
        CHECK(reserved->size_bytes == expected[index].second);
    }
    CHECK_FALSE(reg_entry({2, 2}, opened.fdt.reservations, 4));
    CHECK_FALSE(reg_entry({2, 2}, opened.fdt.reservations, ~std::size_t{0}));
    const Bytes none = small_tree().write();
    CHECK(open_fdt(none).fdt.reservations.empty());
}

TEST_CASE("each error of a device tree has its own text") {
    std::set<std::string_view> words;
    const int last = static_cast<int>(FdtError::bad_property_name);
    for (int error = 0; error <= last; ++error) {
        words.insert(describe(static_cast<FdtError>(error)));
    }
    CHECK(words.size() == static_cast<std::size_t>(last) + 1);
}

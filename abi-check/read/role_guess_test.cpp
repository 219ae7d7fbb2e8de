#include "read/role_guess.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("Padding and reserved fields are known by their names") {
    for (const auto* name :
         {"_pad", "__pad", "_pad0", "_padding", "__padding1", "pad", "pad1", "pad_2", "padding", "PAD", "_PAD",
          "padding_3", "_pad_3", "__pad2_", "_1pad", "__sem_nsems_pad", "__ss_padding", "__bindgen_padding_0"}) {
        CAPTURE(name);
        CHECK(guess_role(name) == Role::padding);
    }
    for (const auto* name :
         {"reserved",  "_reserved",  "__reserved",   "reserved0", "reserved_2", "Reserved", "rsv",
          "rsvd",      "_rsv0",      "rsvd_1",       "resv",      "__resv2",    "unused",   "_unused1",
          "Unused_2",  "spare",      "spare0",       "_spare",    "mbz",        "MBZ",      "mbz_1",
          "bReserved", "wReserved1", "dwReserved_2", "bmReserved"}) {
        CAPTURE(name);
        CHECK(guess_role(name) == Role::reserved);
    }
}

TEST_CASE("A name that only begins like padding is data") {
    for (const auto* name : {"",
                             "_",
                             "kind",
                             "paddle",
                             "padlock",
                             "reservedness",
                             "reserve",
                             "my_pad",
                             "x_reserved",
                             "rsvp",
                             "resvalue",
                             "unusedness",
                             "spares",
                             "mbzero",
                             "is_unused",
                             "isReserved",
                             "breserved",
                             "bReservedSize",
                             "unused_count",
                             "pad_left",
                             "spare_blocks",
                             "_paddr",
                             "__paddr",
                             "_padlock",
                             "_padded_size",
                             "_pad_left",
                             "_padding_bytes",
                             "reserved_for_kernel_ptr",
                             "__reserved_area"}) {
        CAPTURE(name);
        CHECK(guess_role(name) == Role::data);
    }
}

TEST_CASE("Data whose name begins like padding is recognised, so that the user can be asked") {
    for (const auto* name : {"_paddr", "padlock", "_pad_left", "PaddedSize", "reserved_for_kernel_ptr", "unused_count",
                             "spares", "rsvp"}) {
        CAPTURE(name);
        CHECK(begins_like_padding(name));
    }
    for (const auto* name : {"", "_", "kind", "_pad", "reserved_1", "padding3", "my_pad", "is_unused"}) {
        CAPTURE(name);
        CHECK_FALSE(begins_like_padding(name));
    }
}

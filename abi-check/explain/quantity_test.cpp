#include "explain/quantity.h"

#include <doctest/doctest.h>

#include <string_view>

using abi::Quantity;
using abi::quantity_of;

TEST_CASE("The last word of a field's name suggests what its numbers are") {
    struct Case {
        std::string_view path;
        Quantity quantity;
    };
    for (const auto& [path, quantity] : {
             Case{"fd", Quantity::small},
             Case{"splice_fd_in", Quantity::any},
             Case{"len", Quantity::size},
             Case{"payloadLength", Quantity::size},
             Case{"header.PAYLOAD_LENGTH2", Quantity::size},
             Case{"entsize", Quantity::size},
             Case{"sh_offset", Quantity::place},
             Case{"dma_addr2[1]", Quantity::address},
             Case{"udp_csum", Quantity::check},
             Case{"_pad0", Quantity::unused},
             Case{"addr.value", Quantity::any},
             Case{"length_mode", Quantity::small},
             Case{"max_open_zones", Quantity::size},
             Case{"numQueues", Quantity::size},
             Case{"minute_hand", Quantity::any},
             Case{"", Quantity::any},
             Case{"_0", Quantity::any},
         }) {
        CAPTURE(path);
        CHECK(quantity_of(path) == quantity);
    }
}

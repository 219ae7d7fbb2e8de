// Whether a unit was read, or left out because it cannot declare what is asked.
#pragma once

#include <string>

namespace abi {

struct UnitChoice {
    bool is_left_out = false;
    std::string why;         // "" if nothing was chosen
    std::string found_in{};  // the file that has the name which `why` tells, if one has it
    std::string file{};      // the source; set in a Reading
};

}  // namespace abi

// Any machine file, and the text as a command: it is refused with a problem, or its ranges are inside of its memory.
#include <cstdlib>
#include <string>

#include "replay/machine.h"
#include "replay/machine_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(abi::split_command(text));
    const auto machine = abi::parse_machine("fuzz.json", text);
    if (!machine) {
        if (machine.problems.empty()) std::abort();
        for (const auto& problem : machine.problems) static_cast<void>(to_string(problem));
        return 0;
    }
    const abi::MachineMap& map = machine->request.map;
    if (machine->request.machine.empty()) std::abort();
    if (abi::shares_memory(machine->request)) {
        const auto is_inside = [&](std::uint64_t address, std::uint64_t bytes) {
            return address >= map.ram_address && address - map.ram_address + bytes <= map.ram_bytes;
        };
        if (!is_inside(map.blob_address, map.blob_bytes)) std::abort();
        if (map.results_bytes != 0 && !is_inside(map.results_address, map.results_bytes)) std::abort();
    }
    if (machine_command(machine->request, {"/b", "/r"}, false).size() != machine->request.machine.size()) std::abort();
    return 0;
}

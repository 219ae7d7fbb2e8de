// Fails to compile if hal/records.h differs from the specs; the tables are generated from them.
#include <abi/membrane_table.h>

#include <abi/conforms.hpp>

#include "hal/records.h"

ABI_CONFORMS(hal_cmd_packet, abi::table::membrane::CmdPacket);
ABI_CONFORMS(hal_completion_packet, abi::table::membrane::CompletionPacket);
ABI_CONFORMS(hal_ring_header, abi::table::membrane::RingHeader);

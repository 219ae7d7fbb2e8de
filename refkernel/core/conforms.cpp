// Fails to compile when core/records.h drifts from spec/: the tables are generated from there.
#include <abi/membrane_table.h>
#include <abi/replay_table.h>

#include <abi/conforms.hpp>

#include "core/records.h"

ABI_CONFORMS(core::CmdPacket, abi::table::membrane::CmdPacket);
ABI_CONFORMS(core::CompletionPacket, abi::table::membrane::CompletionPacket);
ABI_CONFORMS(core::RingHeader, abi::table::membrane::RingHeader);
ABI_CONFORMS(core::IoSpan, abi::table::membrane::IoSpan);
ABI_CONFORMS(core::EntryBlock, abi::table::membrane::EntryBlock);
ABI_CONFORMS(core::AbiNote, abi::table::membrane::AbiNote);
ABI_CONFORMS(core::ReplayBlob, abi::table::replay::ReplayBlob);
ABI_CONFORMS(core::ReplayCase, abi::table::replay::ReplayCase);
ABI_CONFORMS(core::ReplayResult, abi::table::replay::ReplayResult);
ABI_CONFORMS(core::ReplayEnd, abi::table::replay::ReplayEnd);

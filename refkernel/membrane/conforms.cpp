// Fails to compile when membrane/records.h drifts from spec/: the tables are generated from there.
#include <abi/membrane_table.h>
#include <abi/replay_table.h>

#include <abi/conforms.hpp>

#include "membrane/records.h"

ABI_CONFORMS(membrane::CmdPacket, abi::table::membrane::CmdPacket);
ABI_CONFORMS(membrane::CompletionPacket, abi::table::membrane::CompletionPacket);
ABI_CONFORMS(membrane::RingHeader, abi::table::membrane::RingHeader);
ABI_CONFORMS(membrane::IoSpan, abi::table::membrane::IoSpan);
ABI_CONFORMS(membrane::EntryBlock, abi::table::membrane::EntryBlock);
ABI_CONFORMS(membrane::AbiNote, abi::table::membrane::AbiNote);
ABI_CONFORMS(membrane::ReplayBlob, abi::table::replay::ReplayBlob);
ABI_CONFORMS(membrane::ReplayCase, abi::table::replay::ReplayCase);

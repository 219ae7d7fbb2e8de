// Fails to compile if core/records.h differs from the specs; the tables are generated from them.
#include <abi/membrane_table.h>
#include <abi/replay_table.h>

#include <abi/conforms.hpp>

#include "core/records.h"

ABI_CONFORMS(core::CmdPacket, abi::table::membrane::CmdPacket);
ABI_CONFORMS(core::CompletionPacket, abi::table::membrane::CompletionPacket);
ABI_CONFORMS(core::RingHeader, abi::table::membrane::RingHeader);
ABI_CONFORMS(core::IoSpan, abi::table::membrane::IoSpan);
ABI_CONFORMS(core::Launch, abi::table::membrane::Launch);
ABI_CONFORMS(core::Limits, abi::table::membrane::Limits);
ABI_CONFORMS(core::FileOpen, abi::table::membrane::FileOpen);
ABI_CONFORMS(core::FileIo, abi::table::membrane::FileIo);
ABI_CONFORMS(core::FileQuery, abi::table::membrane::FileQuery);
ABI_CONFORMS(core::FileStat, abi::table::membrane::FileStat);
ABI_CONFORMS(core::DirectoryEntry, abi::table::membrane::DirectoryEntry);
ABI_CONFORMS(core::SystemStat, abi::table::membrane::SystemStat);
ABI_CONFORMS(core::ProcessEntry, abi::table::membrane::ProcessEntry);
ABI_CONFORMS(core::RingPlace, abi::table::membrane::RingPlace);
ABI_CONFORMS(core::EntryBlock, abi::table::membrane::EntryBlock);
ABI_CONFORMS(core::AbiNote, abi::table::membrane::AbiNote);
ABI_CONFORMS(core::ReplayBlob, abi::table::replay::ReplayBlob);
ABI_CONFORMS(core::ReplayCase, abi::table::replay::ReplayCase);
ABI_CONFORMS(core::ReplayResults, abi::table::replay::ReplayResults);
ABI_CONFORMS(core::ReplayResult, abi::table::replay::ReplayResult);
ABI_CONFORMS(core::ReplayEnd, abi::table::replay::ReplayEnd);

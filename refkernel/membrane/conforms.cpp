// Fails to compile if membrane/records.h differs from the specs; the tables are generated from them.
#include <abi/membrane_table.h>
#include <abi/replay_table.h>

#include <abi/conforms.hpp>

#include "membrane/records.h"

ABI_CONFORMS(membrane::CmdPacket, abi::table::membrane::CmdPacket);
ABI_CONFORMS(membrane::CompletionPacket, abi::table::membrane::CompletionPacket);
ABI_CONFORMS(membrane::RingHeader, abi::table::membrane::RingHeader);
ABI_CONFORMS(membrane::IoSpan, abi::table::membrane::IoSpan);
ABI_CONFORMS(membrane::Launch, abi::table::membrane::Launch);
ABI_CONFORMS(membrane::Limits, abi::table::membrane::Limits);
ABI_CONFORMS(membrane::FileOpen, abi::table::membrane::FileOpen);
ABI_CONFORMS(membrane::FileIo, abi::table::membrane::FileIo);
ABI_CONFORMS(membrane::FileQuery, abi::table::membrane::FileQuery);
ABI_CONFORMS(membrane::FileStat, abi::table::membrane::FileStat);
ABI_CONFORMS(membrane::DirectoryEntry, abi::table::membrane::DirectoryEntry);
ABI_CONFORMS(membrane::SystemStat, abi::table::membrane::SystemStat);
ABI_CONFORMS(membrane::ProcessEntry, abi::table::membrane::ProcessEntry);
ABI_CONFORMS(membrane::RingPlace, abi::table::membrane::RingPlace);
ABI_CONFORMS(membrane::EntryBlock, abi::table::membrane::EntryBlock);
ABI_CONFORMS(membrane::AbiNote, abi::table::membrane::AbiNote);
ABI_CONFORMS(membrane::ReplayBlob, abi::table::replay::ReplayBlob);
ABI_CONFORMS(membrane::ReplayCase, abi::table::replay::ReplayCase);

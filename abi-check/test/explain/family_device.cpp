// Devices: virtio 1.2, NVMe 1.4, xHCI 1.2, USB 2.0.
#include "test/explain/family.h"

namespace abi::explain_bench {
namespace {

const auto descriptors = numbers(1, 15);
const std::vector<std::uint64_t> classes{0,  1,  2,  3,  5,  6,    7,    8,    9,    10,
                                         11, 13, 14, 15, 16, 0xDC, 0xE0, 0xEF, 0xFE, 0xFF};

std::vector<Row> nvme_command() {
    return {
        u8("opcode", one_of({0, 1, 1, 2, 2, 2, 9}))
            .of({0, 1, 2, 4, 5, 8, 9, 12, 13, 14, 17, 21}),  // FLUSH, WRITE, READ, DATASET MANAGEMENT
        u8("flags", always(0)),
        u16("command_id", counting(1000)),
        u32("nsid", always(1)),
        reserved("cdw2", 32, 2),
        u64("metadata", always(0)),
        u64("prp1", page_address()),
        u64("prp2", mostly(always(0), page_address())),
        u64("slba", up_to(1U << 24U, 8)),
        u16("length", one_of({0, 7, 7, 7, 15, 31, 255})),  // in blocks, less one
        u16("control", mostly(always(0), always(0x4000))),
        u32("dsmgmt", mostly(always(0), one_of({1, 7}))),
        u32("reftag", always(0)),
        u16("apptag", always(0)),
        u16("appmask", always(0)),
    };
}

std::vector<Row> usb_device() {
    return {
        u8("bLength", always(18)),
        u8("bDescriptorType", always(1)).of(descriptors),
        u16("bcdUSB", one_of({0x0110, 0x0200, 0x0200, 0x0210, 0x0300}))
            .of({0x0100, 0x0110, 0x0200, 0x0201, 0x0210, 0x0250, 0x0300, 0x0310, 0x0320}),
        u8("bDeviceClass", one_of({0, 0, 9, 0xEF, 0xFF})).of(classes),
        u8("bDeviceSubClass", one_of({0, 0, 2})),
        u8("bDeviceProtocol", one_of({0, 0, 1})),
        u8("bMaxPacketSize0", one_of({8, 64, 64, 9})).of({8, 9, 16, 32, 64}),
        u16("idVendor", one_of({0x1D6B, 0x046D, 0x8087, 0x0BDA, 0x05AC, 0x0781})),
        u16("idProduct", one_of({0x0002, 0x0003, 0xC077, 0x0026, 0x8153, 0x5581, 0x024F})),
        u16("bcdDevice", one_of({0x0100, 0x0200, 0x0601, 0x7200, 0x3000})),
        u8("iManufacturer", one_of({0, 1, 3})),
        u8("iProduct", one_of({2, 2, 0})),
        u8("iSerialNumber", one_of({0, 1, 3, 6})),
        u8("bNumConfigurations", always(1)),
    };
}

std::vector<Row> usb_interface() {
    return {
        u8("bLength", always(9)),
        u8("bDescriptorType", always(4)).of(descriptors),
        u8("bInterfaceNumber", counting(2)),
        u8("bAlternateSetting", one_of({0, 0, 1})),
        u8("bNumEndpoints", one_of({0, 1, 1, 2, 3})),
        u8("bInterfaceClass", one_of({1, 3, 3, 8, 9, 10, 0xFF})).of(classes),
        u8("bInterfaceSubClass", one_of({0, 1, 1, 6})),
        u8("bInterfaceProtocol", one_of({0, 1, 2, 0x50})),
        u8("iInterface", one_of({0, 0, 4, 5})),
    };
}

}  // namespace

std::vector<Family> device_families() {
    const auto little = ByteOrder::little;
    const auto natural = Packing::natural;
    return {
        {"virtio",
         "virtq_desc",
         little,
         natural,
         {u64("addr", page_address()), u32("len", one_of({1, 12, 16, 512, 1526, 4096})),
          u16("flags", one_of({0, 1, 2, 3})), u16("next", counting(200))}},
        {"virtio",
         "virtq_used_elem",
         little,
         natural,
         {u32("id", up_to(256)), u32("len", one_of({0, 1, 66, 74, 513, 1514, 4097}))}},
        {"virtio",
         "virtio_blk_outhdr",
         little,
         natural,
         {u32("type", one_of({0, 0, 0, 1, 1, 4, 8})).of({0, 1, 2, 4, 8, 11, 13, 14}), u32("ioprio", always(0)),
          u64("sector", up_to(1U << 22U, 8))}},
        {"virtio",
         "virtio_net_hdr_v1",
         little,
         natural,
         {u8("flags", one_of({0, 1, 1, 2})), u8("gso_type", one_of({0, 0, 1, 4})).of({0, 1, 3, 4, 5}),
          u16("hdr_len", one_of({0, 54, 66, 66, 86})), u16("gso_size", one_of({0, 1448, 1428})),
          u16("csum_start", one_of({0, 34, 34, 54})), u16("csum_offset", one_of({0, 6, 16, 16})),
          u16("num_buffers", one_of({1, 1, 1, 2, 3}))}},
        {"NVMe", "nvme_command", little, natural, nvme_command()},
        {"NVMe",
         "nvme_completion",
         little,
         natural,
         {u32("result", mostly(always(0), up_to(128))), reserved("rsvd", 32), u16("sq_head", counting(1000)),
          u16("sq_id", same(up_to(8, 1, 1))), u16("command_id", up_to(1024)),
          u16("status", mostly(one_of({0, 1}), one_of({0x4004, 0x0281})))}},
        {"xHCI",
         "xhci_transfer_trb",
         little,
         natural,
         {u64("parameter", page_address()), u32("status", one_of({8, 18, 64, 512, 0x200000 + 512, 4096, 31})),
          // Normal, Setup, Data, Status stage; cycle bit, interrupt on completion, chain
          u32("control", one_of({0x0401, 0x0421, 0x0425, 0x0411, 0x0801, 0x10C01, 0x1021}))}},
        {"xHCI",
         "xhci_event_trb",
         little,
         natural,
         {u64("pointer", up_to(256, 16, 0x7C2000)),
          u32("length", one_of({0x01000000, 0x01000000, 0x0D000034, 0x0D000010})),
          u32("control", one_of({0x01008001, 0x01038001, 0x02038001, 0x00008401, 0x00008801}))}},
        {"USB", "usb_device_descriptor", little, Packing::packed, usb_device(), "bLength"},
        {"USB", "usb_interface_descriptor", little, Packing::packed, usb_interface(), "bLength"},
    };
}

}  // namespace abi::explain_bench

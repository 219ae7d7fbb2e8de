# Debug information as GNAT writes it for Ada, and FPC for Pascal, by hand: no compiler for them is needed. In Ada:
#
#   type Kind is (Exec, Stop, Halt) with Size => 8;    for Kind use (1, 4, 9);
#   type Flags is array (0 .. 7) of Boolean with Pack;
#   type Packet is record
#      By_Kind : array (Kind) of Unsigned_8;    -- three elements, although the bounds are 1 and 9
#      All_Of  : array (Kind) of Unsigned_8;    -- the same, where the dimension is the enumeration itself
#      Bits    : Flags;                         -- one byte
#      Short   : Integer range 0 .. 65_535;     -- in two bytes, so without a sign
#      Level   : Integer range 0 .. 15;         -- in four bits, so without a sign
#      Signed  : Integer range -8 .. 7;         -- in four bits
#      Biased  : Integer range 100 .. 107;      -- in eight bits, which hold the value minus 100
#      Wide    : Long_Long_Float;               -- 80 bits of x87 in 16 bytes
#   end record;
#   type Text (Length : Natural) is record Letters : String (1 .. Length); end record;
#   type Holder is record Letters : String (1 .. Length of another record); end record;

.macro abbrev code, tag, children
  .uleb128 \code
  .uleb128 \tag
  .byte \children
.endm
.macro has attribute, form
  .uleb128 \attribute
  .uleb128 \form
.endm
.macro done
  .byte 0, 0
.endm
.set name, 0x03
.set size, 0x0b
.set bits, 0x0d
.set discr, 0x15
.set lower, 0x22
.set stride, 0x2e
.set upper, 0x2f
.set constant, 0x1c
.set place, 0x38
.set encoding, 0x3e
.set type, 0x49
.set bit_place, 0x6b
.set bias, 0x2305
.set data1, 0x0b
.set udata, 0x0f
.set sdata, 0x0d
.set string, 0x08
.set ref4, 0x13
.set expression, 0x18

.section .debug_abbrev,"",@progbits
  abbrev 1, 0x11, 1                 # compile unit
  has 0x13, data1                   # its language
  done
  abbrev 2, 0x24, 0                 # base type
  has name, string
  has size, data1
  has encoding, data1
  done
  abbrev 3, 0x04, 1                 # enumeration
  has name, string
  has size, data1
  done
  abbrev 4, 0x28, 0                 # enumerator
  has name, string
  has constant, udata
  done
  abbrev 5, 0x01, 1                 # array
  has type, ref4
  done
  abbrev 6, 0x01, 1                 # array with a distance of elements in bits
  has type, ref4
  has stride, data1
  done
  abbrev 7, 0x21, 0                 # dimension with bounds
  has type, ref4
  has lower, udata
  has upper, udata
  done
  abbrev 8, 0x21, 0                 # dimension whose upper bound is an entry
  has type, ref4
  has upper, ref4
  done
  abbrev 9, 0x21, 0                 # range with a size
  has size, data1
  has type, ref4
  has lower, sdata
  has upper, udata
  done
  abbrev 10, 0x21, 0                # biased range
  has size, data1
  has type, ref4
  has lower, sdata
  has upper, udata
  has bias, data1
  done
  abbrev 11, 0x13, 1                # record
  has name, string
  has size, data1
  done
  abbrev 12, 0x13, 1                # record whose size is computed
  has name, string
  has size, expression
  done
  abbrev 13, 0x0d, 0                # member
  has name, string
  has type, ref4
  has place, data1
  done
  abbrev 14, 0x0d, 0                # member of some bits
  has name, string
  has type, ref4
  has bits, data1
  has bit_place, data1
  done
  abbrev 15, 0x21, 0                # dimension without bounds: all values of the enumeration
  has type, ref4
  done
  .byte 0

.macro base label, words, bytes, kind
\label:
  .uleb128 2
  .asciz "\words"
  .byte \bytes, \kind
.endm
.macro ref label
  .long \label - unit
.endm
.macro member words, of, at
  .uleb128 13
  .asciz "\words"
  ref \of
  .byte \at
.endm
.macro bit_member words, of, width, at
  .uleb128 14
  .asciz "\words"
  ref \of
  .byte \width, \at
.endm

.section .debug_info,"",@progbits
unit:
  .long end - begin
begin:
  .short 4                          # version
  .long .debug_abbrev
  .byte 8
  .uleb128 1
  .byte 0x0d                        # DW_LANG_Ada95
  base integer, "integer", 4, 5
  base byte, "unsigned_8", 1, 7
  base boolean, "boolean", 1, 2
  base character, "character", 1, 8
  base real, "long_long_float", 16, 4
kind:
  .uleb128 3
  .asciz "kind"
  .byte 1
  .uleb128 4
  .asciz "exec"
  .uleb128 1
  .uleb128 4
  .asciz "stop"
  .uleb128 4
  .uleb128 4
  .asciz "halt"
  .uleb128 9
  .byte 0
by_kind:
  .uleb128 5
  ref byte
  .uleb128 7
  ref kind
  .uleb128 1
  .uleb128 9
  .byte 0
all_of:
  .uleb128 5
  ref byte
  .uleb128 15
  ref kind
  .byte 0
flags:
  .uleb128 6
  ref boolean
  .byte 1
  .uleb128 7
  ref integer
  .uleb128 0
  .uleb128 7
  .byte 0
short:
  .uleb128 9
  .byte 2
  ref integer
  .sleb128 0
  .uleb128 65535
level:
  .uleb128 9
  .byte 4
  ref integer
  .sleb128 0
  .uleb128 15
signed:
  .uleb128 9
  .byte 4
  ref integer
  .sleb128 -8
  .uleb128 7
biased:
  .uleb128 10
  .byte 1
  ref integer
  .sleb128 100
  .uleb128 107
  .byte 100
packet:
  .uleb128 11
  .asciz "packet"
  .byte 32
  member "by_kind", by_kind, 0
  member "all_of", all_of, 3
  member "bits", flags, 6
  member "short", short, 8
  bit_member "level", level, 4, 80
  bit_member "signed", signed, 4, 84
  member "biased", biased, 11
  member "wide", real, 16
  .byte 0
text:
  .uleb128 12
  .asciz "text"
  .uleb128 2
  .byte 0x97, 0x06                  # the address of the object, and what lies there
length:
  member "length", integer, 0
  member "letters", letters, 4
  .byte 0
letters:
  .uleb128 5
  ref character
  .uleb128 8
  ref integer
  ref length
  .byte 0
holder:
  .uleb128 11
  .asciz "holder"
  .byte 8
  member "letters", letters, 0
  .byte 0
  .byte 0
end:

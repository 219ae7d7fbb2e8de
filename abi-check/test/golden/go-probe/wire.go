// Package wire declares what it shares with the kernel.
package wire

type kind uint32

const (
	kindExec kind = 0x400
	kindExit kind = 0x401
)

const packetBytes = 32

type header struct {
	Kind kind
	_    [4]byte // reserved for nothing
}

type packet struct {
	header
	Arg  uint64
	Next uintptr
	_    [8 - wordBytes]byte
	Name [7]byte
	_    byte
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Calls of the system by names that no method of this module has, so that a method `close` can close a descriptor.

func systemClose(_ descriptor: Int32) { _ = close(descriptor) }

func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int { read(descriptor, &buffer, buffer.count) }

func systemSend(_ descriptor: Int32, _ datagram: [UInt8]) -> Int { send(descriptor, datagram, datagram.count, 0) }

func systemAccept(_ descriptor: Int32) -> Int32 { accept(descriptor, nil, nil) }

func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}

func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    bind(descriptor, address, length)
}

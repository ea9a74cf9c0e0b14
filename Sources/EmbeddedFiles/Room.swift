// room for EmbeddedFiles

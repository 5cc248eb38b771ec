/** Public surface of the package. */

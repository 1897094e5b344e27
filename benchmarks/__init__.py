"""What Naungan costs, beside what it is compared with: `make bench`, results in docs/performance.md."""

"""信访事项: kinds, stages, expected answers (《制度》第二条第三项，《信访工作条例》)."""
